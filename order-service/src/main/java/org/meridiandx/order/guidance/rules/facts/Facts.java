package org.meridiandx.order.guidance.rules.facts;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is known about one patient and one request. It remembers what it derived, so it belongs to one thread.
public final class Facts {
    private final Vocabulary vocabulary;
    private final @Nullable FactValue[] values;
    private final @Nullable Truth[] derived;
    private final boolean isLeftOpen;

    private Facts(Vocabulary vocabulary, @Nullable FactValue[] values, boolean isLeftOpen) {
        this.vocabulary = vocabulary;
        this.values = values;
        this.isLeftOpen = isLeftOpen;
        this.derived = new Truth[vocabulary.derivedCount()];
    }

    /// Nothing is known.
    public static Facts none(Vocabulary vocabulary) {
        return new Facts(vocabulary, new FactValue[vocabulary.facts().size()], false);
    }

    /// The same with one more.
    ///
    /// @throws IllegalArgumentException where the fact cannot have this value; the message is for the caller to see
    public Facts with(Fact fact, FactValue value) {
        requireFit(fact, value);
        var more = Arrays.copyOf(values, values.length);
        more[fact.index()] = value;
        return new Facts(vocabulary, more, isLeftOpen);
    }

    public Facts with(String name, boolean value) {
        return with(vocabulary.require(name), new FactValue.Flag(value));
    }

    public Facts with(String name, double value) {
        return with(vocabulary.require(name), new FactValue.Amount(BigDecimal.valueOf(value)));
    }

    /// A choice or a text.
    public Facts with(String name, String value) {
        var fact = vocabulary.require(name);
        return with(fact, fact.kind() == Fact.Kind.TEXT ? new FactValue.Text(value) : new FactValue.Choice(value));
    }

    /// Of a fact that both have, the other's value counts.
    public Facts overriddenBy(Facts other) {
        var both = Arrays.copyOf(values, values.length);
        for (int i = 0; i < both.length; i++) {
            var others = other.values[i];
            if (others != null) {
                both[i] = others;
            }
        }
        return new Facts(vocabulary, both, isLeftOpen);
    }

    /// The same where what is missing may still be supplied: what holds only for want of it is unknown.
    public Facts leftOpen() {
        return new Facts(vocabulary, values, true);
    }

    /// What a condition on a missing fact is while it is missing.
    Truth missing() {
        return isLeftOpen ? Truth.UNKNOWN : Truth.TRUE;
    }

    /// Those that the other does not have.
    public Facts without(Facts other) {
        var left = Arrays.copyOf(values, values.length);
        for (int i = 0; i < left.length; i++) {
            if (other.values[i] != null) {
                left[i] = null;
            }
        }
        return new Facts(vocabulary, left, isLeftOpen);
    }

    public boolean isSupplied(Fact fact) {
        return values[fact.index()] != null;
    }

    /// Those that were supplied, in the order of the vocabulary.
    public List<Fact> supplied() {
        return vocabulary.facts().stream().filter(this::isSupplied).toList();
    }

    /// @return null where it was not supplied
    public @Nullable FactValue value(Fact fact) {
        return values[fact.index()];
    }

    public Truth truthOf(Fact flag) {
        return values[flag.index()] instanceof FactValue.Flag(var value)
                ? Truth.of(value)
                : vocabulary.defaultOf(flag).in(this);
    }

    Truth truthOf(DerivedFact fact) {
        var known = derived[fact.index()];
        if (known == null) {
            known = fact.expression().in(this);
            derived[fact.index()] = known;
        }
        return known;
    }

    private static void requireFit(Fact fact, FactValue value) {
        var fits = switch (value) {
            case FactValue.Flag ignored -> fact.kind() == Fact.Kind.FLAG;
            case FactValue.Amount ignored -> fact.kind() == Fact.Kind.NUMBER;
            case FactValue.Choice(var code) -> fact.choices().contains(code);
            case FactValue.Text ignored -> fact.kind() == Fact.Kind.TEXT;
        };
        if (!fits) {
            throw new IllegalArgumentException("'" + fact + "' is " + expected(fact));
        }
    }

    private static String expected(Fact fact) {
        return switch (fact.kind()) {
            case FLAG -> "true or false";
            case NUMBER -> "a number" + (fact.unit().isEmpty() ? "" : " (" + fact.unit() + ")");
            case CHOICE -> "one of " + String.join(", ", fact.choices());
            case TEXT -> "a text";
        };
    }

    /// Names only: what is known about a patient is in no log.
    @Override
    public String toString() {
        return "Facts" + supplied();
    }
}
