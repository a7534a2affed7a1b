package org.meridiandx.identity.relationships.rules;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How long somebody may act for a patient.
///
/// | kind | counts |
/// |---|---|
/// | `parent`, `guardian` | until the 11th birthday; then a clinician looks again whether the child decides |
/// | `parent-reviewed` | a parent or guardian from that look until the 16th birthday |
/// | `adult-consent`, `carer`, `other` | from the 16th birthday, as the patient said |
/// | `power-of-attorney` | from the 16th birthday, as the court or the document says |
///
/// **Source:** RCGP, GP Online Services toolkit (proxy access, coercion, children 11 to 15); Mental
/// Capacity Act 2005. **Hazard:** a parent reads what a young person said in confidence.
public final class ProxyRule {
    /// Kinds of proxies.
    public enum Kind {
        PARENT,
        GUARDIAN,
        PARENT_REVIEWED,
        ADULT_CONSENT,
        CARER,
        OTHER,
        POWER_OF_ATTORNEY;

        /// As the interface and the database name it.
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /// The kind of a code; empty where there is none.
        public static Optional<Kind> of(String code) {
            return Arrays.stream(values())
                    .filter(kind -> kind.code().equals(code))
                    .findFirst();
        }
    }

    /// From when to when a proxy counts.
    ///
    /// @param until empty where no age ends it
    public record Period(Instant since, Optional<Instant> until) {
        /// The same, ended earlier where somebody said so.
        public Period endingAt(Optional<Instant> end) {
            return end.isPresent() && until.filter(end.get()::isAfter).isEmpty() ? new Period(since, end) : this;
        }

        /// Whether it never counts.
        public boolean isEmpty() {
            return until.isPresent() && !until.get().isAfter(since);
        }
    }

    private static final int CHILD_UNTIL = 11;
    private static final int ADULT_FROM = 16;
    private static final ZoneId LONDON = ZoneId.of("Europe/London");

    private ProxyRule() {}

    /// @param granted when it was given
    public static Period period(Kind kind, LocalDate birthDate, Instant granted) {
        var eleven = birthday(birthDate, CHILD_UNTIL);
        var sixteen = birthday(birthDate, ADULT_FROM);
        return switch (kind) {
            case PARENT, GUARDIAN -> new Period(granted, Optional.of(eleven));
            case PARENT_REVIEWED -> new Period(granted, Optional.of(sixteen));
            case ADULT_CONSENT, CARER, OTHER, POWER_OF_ATTORNEY ->
                new Period(granted.isAfter(sixteen) ? granted : sixteen, Optional.empty());
        };
    }

    private static Instant birthday(LocalDate birthDate, int age) {
        return birthDate.plusYears(age).atStartOfDay(LONDON).toInstant();
    }
}
