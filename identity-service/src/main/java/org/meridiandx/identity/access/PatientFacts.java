package org.meridiandx.identity.access;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.meridiandx.identity.access.rules.ConsentRule;

/// What is known about one patient and one asker.
///
/// @param standsFor the record in force; differs from the asked one after a merge
/// @param grounds past, present and future
/// @param consents active ones
/// @param optOuts since when the patient wants no use beyond their own care
record PatientFacts(String standsFor, List<KnownGround> grounds, List<ConsentRule> consents, List<Instant> optOuts) {
    /// A fact may be stamped by a replica whose clock is a little ahead; it counts at once all
    /// the same.
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(5);

    PatientFacts {
        grounds = List.copyOf(grounds);
        consents = List.copyOf(consents);
        optOuts = List.copyOf(optOuts);
    }

    /// A ground with its source and time.
    record KnownGround(String kind, String source, Instant since, Optional<Instant> until) {
        boolean holdsAt(Instant now) {
            return !since.isAfter(now.plus(CLOCK_SKEW))
                    && until.filter(end -> !now.isBefore(end)).isEmpty();
        }
    }

    static PatientFacts none(String patientId) {
        return new PatientFacts(patientId, List.of(), List.of(), List.of());
    }

    Set<String> groundsAt(Instant now) {
        return grounds.stream()
                .filter(ground -> ground.holdsAt(now))
                .map(KnownGround::kind)
                .collect(Collectors.toUnmodifiableSet());
    }

    boolean isOptedOutAt(Instant now) {
        return optOuts.stream().anyMatch(since -> !since.isAfter(now.plus(CLOCK_SKEW)));
    }

    static final class Builder {
        private final List<KnownGround> grounds = new ArrayList<>();
        private final List<ConsentRule> consents = new ArrayList<>();
        private final List<Instant> optOuts = new ArrayList<>();
        private String standsFor;

        Builder(String patientId) {
            this.standsFor = patientId;
        }

        void standsFor(String patientId) {
            standsFor = patientId;
        }

        void ground(KnownGround ground) {
            grounds.add(ground);
        }

        void consent(ConsentRule rule) {
            consents.add(rule);
        }

        void optOut(Instant since) {
            optOuts.add(since);
        }

        PatientFacts build() {
            return new PatientFacts(standsFor, grounds, consents, optOuts);
        }
    }
}
