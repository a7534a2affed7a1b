package org.meridiandx.result.trends.rules;

/// XML and HTML, piece by piece: what comes from records is always text, never markup.
///
/// **Hazard:** a name of a test or a unit that a sender chose, which a browser would run as script.
public final class Markup {
    private final StringBuilder text = new StringBuilder();

    /// Opens an element.
    ///
    /// @param attributes names and values in turn
    public Markup open(String element, Object... attributes) {
        start(element, attributes);
        text.append('>');
        return this;
    }

    public Markup close(String element) {
        text.append("</").append(element).append('>');
        return this;
    }

    /// An element with no content.
    public Markup empty(String element, Object... attributes) {
        start(element, attributes);
        text.append("/>");
        return this;
    }

    /// An element that holds text.
    public Markup holding(String content, String element, Object... attributes) {
        return open(element, attributes).say(content).close(element);
    }

    public Markup say(String content) {
        escape(content);
        return this;
    }

    /// Markup that was made the same way.
    public Markup add(Markup other) {
        text.append(other.text);
        return this;
    }

    private void start(String element, Object... attributes) {
        text.append('<').append(element);
        for (var i = 0; i + 1 < attributes.length; i += 2) {
            text.append(' ').append(attributes[i]).append("=\"");
            escape(String.valueOf(attributes[i + 1]));
            text.append('"');
        }
    }

    private void escape(String content) {
        content.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '&' -> text.append("&amp;");
                case '"' -> text.append("&quot;");
                case '\'' -> text.append("&#39;");
                default -> text.appendCodePoint(isPrintable(c) ? c : '\uFFFD');
            }
        });
    }

    /// XML has no place for control characters and halves of pairs.
    private static boolean isPrintable(int c) {
        return c >= 0x20 && (c < 0x7F || c >= 0xA0) && (c < 0xD800 || c > 0xDFFF) && c != 0xFFFE && c != 0xFFFF;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
