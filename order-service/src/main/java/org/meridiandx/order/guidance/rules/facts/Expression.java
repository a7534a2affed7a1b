package org.meridiandx.order.guidance.rules.facts;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;

/// A condition over facts, in Kleene's logic: it is unknown as long as what is not supplied could still turn it.
public sealed interface Expression {

    Truth in(Facts facts);

    /// True where every part is, false where one is not.
    record All(List<Expression> parts) implements Expression {
        public All {
            parts = List.copyOf(parts);
        }

        @Override
        public Truth in(Facts facts) {
            var result = Truth.TRUE;
            for (var part : parts) {
                switch (part.in(facts)) {
                    case FALSE -> {
                        return Truth.FALSE;
                    }
                    case UNKNOWN -> result = Truth.UNKNOWN;
                    case TRUE -> {}
                }
            }
            return result;
        }
    }

    /// True where one part is, false where none is.
    record Any(List<Expression> parts) implements Expression {
        public Any {
            parts = List.copyOf(parts);
        }

        @Override
        public Truth in(Facts facts) {
            var result = Truth.FALSE;
            for (var part : parts) {
                switch (part.in(facts)) {
                    case TRUE -> {
                        return Truth.TRUE;
                    }
                    case UNKNOWN -> result = Truth.UNKNOWN;
                    case FALSE -> {}
                }
            }
            return result;
        }
    }

    record Not(Expression part) implements Expression {
        @Override
        public Truth in(Facts facts) {
            return part.in(facts).not();
        }
    }

    /// True where so many parts are, false where so many cannot be any more.
    record AtLeast(int number, List<Expression> parts) implements Expression {
        public AtLeast {
            parts = List.copyOf(parts);
        }

        @Override
        public Truth in(Facts facts) {
            int certain = 0;
            int possible = 0;
            for (var part : parts) {
                switch (part.in(facts)) {
                    case TRUE -> certain++;
                    case UNKNOWN -> possible++;
                    case FALSE -> {}
                }
            }
            if (certain >= number) {
                return Truth.TRUE;
            }
            return certain + possible < number ? Truth.FALSE : Truth.UNKNOWN;
        }
    }

    /// True where one of the facts was not supplied; unknown only where that is left open ([Facts#leftOpen]).
    record Missing(List<Fact> facts) implements Expression {
        public Missing {
            facts = List.copyOf(facts);
        }

        @Override
        public Truth in(Facts known) {
            for (var fact : facts) {
                if (!known.isSupplied(fact)) {
                    return known.missing();
                }
            }
            return Truth.FALSE;
        }
    }

    /// A fact that is true or false. Not supplied it has its default, which for most is false.
    record Holds(Fact fact) implements Expression {
        @Override
        public Truth in(Facts facts) {
            return facts.truthOf(fact);
        }
    }

    record Derived(DerivedFact fact) implements Expression {
        @Override
        public Truth in(Facts facts) {
            return facts.truthOf(fact);
        }
    }

    /// A number against a limit; unknown where it was not supplied.
    record Compared(Fact fact, Comparison comparison, BigDecimal limit) implements Expression {
        @Override
        public Truth in(Facts facts) {
            return facts.value(fact) instanceof FactValue.Amount(var value)
                    ? Truth.of(comparison.holds(value.compareTo(limit)))
                    : Truth.UNKNOWN;
        }
    }

    /// A choice among codes; unknown where it was not supplied.
    record Chosen(Fact fact, Set<String> codes) implements Expression {
        public Chosen {
            codes = Set.copyOf(codes);
        }

        @Override
        public Truth in(Facts facts) {
            return facts.value(fact) instanceof FactValue.Choice(var code)
                    ? Truth.of(codes.contains(code))
                    : Truth.UNKNOWN;
        }
    }

    /// What a flag is by default, going by a choice: it stays open where the choice says nothing about it.
    record Defaulted(Fact fact, Set<String> codes, Set<String> open) implements Expression {
        public Defaulted {
            codes = Set.copyOf(codes);
            open = Set.copyOf(open);
        }

        @Override
        public Truth in(Facts facts) {
            return facts.value(fact) instanceof FactValue.Choice(var code) && !open.contains(code)
                    ? Truth.of(codes.contains(code))
                    : Truth.UNKNOWN;
        }
    }
}
