package org.meridiandx.identity.adt.rules;

import java.time.LocalDate;
import java.util.Optional;

/// Whether a message alone may merge, link or part two records. Only an organisation of the region
/// may, only for numbers that it gave itself, and never against what the records say of the person.
///
/// **Hazard:** two people in one record, because a message said so.
public final class PairRule {
    private PairRule() {}

    /// One of the two records.
    ///
    /// @param isOwn whether the message names it by a number of the sender
    public record Side(boolean isOwn, Optional<String> nhsNumber, Optional<LocalDate> birthDate) {
        @Override
        public String toString() {
            return "Side[…]";
        }
    }

    /// @return why a person must decide; empty where nothing speaks against it
    public static Optional<String> doubt(boolean isRegistered, Side one, Side other) {
        if (!isRegistered) {
            return Optional.of("merge-unregistered");
        }
        if (!one.isOwn() || !other.isOwn()) {
            return Optional.of("merge-foreign-number");
        }
        if (differ(one.nhsNumber(), other.nhsNumber())) {
            return Optional.of("merge-nhs-number-differs");
        }
        return differ(one.birthDate(), other.birthDate()) ? Optional.of("merge-birth-date-differs") : Optional.empty();
    }

    private static <T> boolean differ(Optional<T> one, Optional<T> other) {
        return one.isPresent() && other.isPresent() && !one.equals(other);
    }
}
