package org.meridiandx.result.record.rules;

import java.util.Set;

/// What one source tells, as far as it decides whether another tells the same.
///
/// @param source ODS code of who tells it
/// @param order greater for what is to be shown rather, among those that say the same
public record Told(String id, String source, Kind kind, About about, Span span, long order) {

    /// What must overlap or agree for two to be one.
    public enum Kind {
        /// Something that is so for a while: the times must overlap.
        STATE,
        /// Something that happened: on the same, wholly known day.
        EVENT,
        /// Something that somebody did or asked for: two orders of one medicine are two, but for one identifier.
        ACT
    }

    /// One coding.
    public record Coded(String system, String code) {}

    /// @param codes of what it is about
    /// @param text what it says in words and by no code; lower case
    /// @param identifiers `system|value`
    /// @param rest all else that it says, but for who recorded it where and when
    public record About(Set<Coded> codes, String text, Set<String> identifiers, String rest) {
        public About {
            codes = Set.copyOf(codes);
            identifiers = Set.copyOf(identifiers);
        }

        @Override
        public String toString() {
            return "About[redacted]";
        }
    }

    @Override
    public String toString() {
        return "Told[" + kind + ", " + id + "]";
    }
}
