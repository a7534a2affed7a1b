package org.meridiandx.testkit.arch;

/// One place that breaks a rule.
///
/// @param rule which rule
/// @param text what is wrong and where, the class's name included
record Violation(HouseRule rule, String text) {

    boolean isCoveredBy(Exemption exemption) {
        return exemption.rule() == rule && text.matches("(?s).*\\b" + exemption.className() + "\\b.*");
    }

    @Override
    public String toString() {
        return rule + ": " + text;
    }
}
