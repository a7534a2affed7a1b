package org.meridiandx.identity.pages;

/// Text that may stand in a page: everything that was not written by us is escaped.
public final class Html {
    private final StringBuilder text = new StringBuilder();

    private Html() {}

    public static Html of() {
        return new Html();
    }

    /// @param markup written by us, with `%s` for each value
    /// @param values escaped, whatever they are
    public Html add(String markup, Object... values) {
        var escaped = new Object[values.length];
        for (var i = 0; i < values.length; i++) {
            escaped[i] = values[i] instanceof Html html ? html.toString() : escaped(String.valueOf(values[i]));
        }
        text.append(String.format(markup, escaped)).append('\n');
        return this;
    }

    /// @param markup written by us
    public static Html raw(String markup) {
        var html = new Html();
        html.text.append(markup);
        return html;
    }

    static String escaped(String value) {
        return value.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
