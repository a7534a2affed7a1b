package org.meridiandx.order.guidance.rules.facts;

import java.math.BigDecimal;

/// What is known about a fact.
public sealed interface FactValue {

    record Flag(boolean value) implements FactValue {}

    record Amount(BigDecimal value) implements FactValue {}

    record Choice(String code) implements FactValue {}

    /// Free text: it is there or not, rules never look into it.
    record Text(String value) implements FactValue {
        @Override
        public String toString() {
            return "Text[]";
        }
    }
}
