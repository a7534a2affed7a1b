package org.meridiandx.order.guidance.rules;

import java.util.List;
import org.meridiandx.order.guidance.rules.facts.Expression;

/// A check of any request.
///
/// @param criteria when it has something to say
public record SafetyRule(String id, Severity severity, Expression criteria, Overriding overriding, About about) {

    /// What people read.
    public record About(String title, String category, String message, List<Source> sources, boolean isVerified) {
        public About {
            sources = List.copyOf(sources);
        }
    }

    /// Whether the request may go all the same.
    public record Overriding(boolean isAllowed, boolean needsReason) {}

    /// The gravest first.
    public enum Severity implements Advice.Coded {
        /// The request does not go, but where it may be overridden with a reason.
        BLOCK("block"),
        /// To be acknowledged.
        WARN("warn"),
        INFO("info");

        private final String code;

        Severity(String code) {
            this.code = code;
        }

        @Override
        public String code() {
            return code;
        }
    }

    @Override
    public String toString() {
        return id;
    }
}
