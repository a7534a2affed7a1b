package org.meridiandx.order.guidance.rules;

import org.meridiandx.order.guidance.rules.facts.Expression;

/// One of a guideline's examinations, or none, with what is thought of it.
///
/// @param id `guideline/recommendation`
/// @param when it counts, within its guideline
/// @param isVerified whether the deciding threshold was read in a source
public record Recommendation(
        String id, Examination examination, Advice advice, Expression when, Rationale rationale, boolean isVerified) {

    /// @param text why
    /// @param isDoseVerified whether the dose was read in a source
    public record Rationale(String text, boolean isDoseVerified) {}

    boolean isAtLeast(int score) {
        return advice.appropriateness() >= score;
    }

    @Override
    public String toString() {
        return id;
    }
}
