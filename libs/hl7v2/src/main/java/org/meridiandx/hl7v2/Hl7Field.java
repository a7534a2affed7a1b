package org.meridiandx.hl7v2;

import java.util.Optional;

/// One repetition of a field. Never null: an absent field is one that [#isPresent()] denies.
public final class Hl7Field {

    private final Hl7Message message;
    private final Span span;
    private final boolean cut;

    Hl7Field(Hl7Message message, Span span, boolean cut) {
        this.message = message;
        this.span = span;
        this.cut = cut;
    }

    /// Whether there is any content, the explicit null included.
    public boolean isPresent() {
        return !span.isEmpty();
    }

    /// Whether this is the explicit null `""`: the sender wants the value deleted.
    public boolean isNull() {
        return isNull(span);
    }

    /// The first component, decoded and stripped; empty where absent, blank or the explicit null.
    public Optional<String> value() {
        return component(1);
    }

    /// The first subcomponent of a component, decoded and stripped.
    public Optional<String> component(int number) {
        return component(number, 1);
    }

    /// A subcomponent, decoded and stripped.
    public Optional<String> component(int number, int subcomponent) {
        var component = componentSpan(number);
        var part = cut
                ? component.part(message.text(), message.delimiters().subcomponent(), subcomponent)
                : subcomponent == 1 ? component : new Span(component.to(), component.to());
        return decoded(part).map(String::strip);
    }

    /// A whole component, decoded, separators of subcomponents kept as sent.
    public Optional<String> componentText(int number) {
        return decoded(componentSpan(number));
    }

    /// Whether a component is the explicit null.
    public boolean isNull(int component) {
        return isNull(componentSpan(component));
    }

    /// The whole repetition as prose, decoded, not stripped; separators kept as sent.
    public Optional<String> text() {
        return decoded(span);
    }

    /// As sent, nothing decoded.
    public String raw() {
        return message.text().substring(span.from(), span.to());
    }

    /// Its length; no content.
    @Override
    public String toString() {
        return "Hl7Field[length=" + (span.to() - span.from()) + "]";
    }

    private Span componentSpan(int number) {
        if (cut) {
            return span.part(message.text(), message.delimiters().component(), number);
        }
        return number == 1 ? span : new Span(span.to(), span.to());
    }

    private Optional<String> decoded(Span part) {
        if (part.isEmpty() || isNull(part)) {
            return Optional.empty();
        }
        var value = Escapes.decode(message, part.from(), part.to());
        return value.isBlank() ? Optional.empty() : Optional.of(value);
    }

    private boolean isNull(Span part) {
        return part.to() - part.from() == 2 && message.text().startsWith("\"\"", part.from());
    }
}
