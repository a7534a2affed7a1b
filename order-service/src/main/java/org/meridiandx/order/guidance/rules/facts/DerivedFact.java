package org.meridiandx.order.guidance.rules.facts;

/// A name for an expression that several rules use.
///
/// @param index its place among the derived facts
public record DerivedFact(int index, String name, Expression expression, String meaning) {
    @Override
    public String toString() {
        return name;
    }
}
