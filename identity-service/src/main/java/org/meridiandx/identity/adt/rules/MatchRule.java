package org.meridiandx.identity.adt.rules;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// Whether a message is about the patient whom its identifiers name. Nothing is ever matched by
/// name alone, and a doubt is never settled by a machine.
///
/// **Source:** NHS number first, then the sender's own record number. **Hazard:** results of one
/// patient in the record of another.
public final class MatchRule {
    private MatchRule() {}

    /// What the message says.
    ///
    /// @param family folded; empty where it says none
    public record Said(Optional<String> nhsNumber, Optional<LocalDate> birthDate, String family) {
        @Override
        public String toString() {
            return "Said[…]";
        }
    }

    /// A patient that one of the identifiers names.
    public record Candidate(
            String id,
            boolean byNhsNumber,
            boolean byRecordNumber,
            Optional<String> nhsNumber,
            Optional<LocalDate> birthDate,
            String family) {
        @Override
        public String toString() {
            return "Candidate[" + id + "]";
        }
    }

    public sealed interface Outcome {
        /// Nobody has these identifiers.
        record Unknown() implements Outcome {}

        /// This patient.
        record Known(String id) implements Outcome {}

        /// A person must look.
        ///
        /// @param kind `identifiers-disagree`, `nhs-number-differs`, `birth-date-differs`,
        /// `name-differs`
        record Doubtful(String kind, List<String> ids) implements Outcome {
            public Doubtful {
                ids = List.copyOf(ids);
            }
        }
    }

    public static Outcome decide(Said said, List<Candidate> candidates) {
        if (candidates.isEmpty()) {
            return new Outcome.Unknown();
        }
        var ids = candidates.stream().map(Candidate::id).distinct().toList();
        if (ids.size() > 1) {
            return new Outcome.Doubtful("identifiers-disagree", ids);
        }
        var candidate = candidates.getFirst();
        if (differ(said.nhsNumber(), candidate.nhsNumber())) {
            return new Outcome.Doubtful("nhs-number-differs", ids);
        }
        if (differ(said.birthDate(), candidate.birthDate()) && !isCorrection(said, candidate)) {
            return new Outcome.Doubtful("birth-date-differs", ids);
        }
        if (isAnotherName(said, candidate)) {
            return new Outcome.Doubtful("name-differs", ids);
        }
        return new Outcome.Known(candidate.id());
    }

    /// A sender may correct a birth date of its own record: the record number must be its own, and
    /// the NHS number or the family name must agree.
    private static boolean isCorrection(Said said, Candidate candidate) {
        return candidate.byRecordNumber()
                && (candidate.byNhsNumber() || said.family().equals(candidate.family()));
    }

    /// A record number that is used twice, or was misread: another name, and no birth date or NHS
    /// number that agrees.
    private static boolean isAnotherName(Said said, Candidate candidate) {
        var isConfirmed = candidate.byNhsNumber()
                || said.birthDate().isPresent() && said.birthDate().equals(candidate.birthDate());
        return !isConfirmed
                && !said.family().isEmpty()
                && !candidate.family().isEmpty()
                && !said.family().equals(candidate.family());
    }

    private static <T> boolean differ(Optional<T> one, Optional<T> other) {
        return one.isPresent() && other.isPresent() && !one.equals(other);
    }
}
