package org.meridiandx.result.release.rules;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// When something may be shown to a patient. A clinician's word for this very report comes before each of them.
public sealed interface Release {
    /// As `at-once`: with its filing.
    record AtOnce() implements Release {}

    /// As `7d`: so many days after it was filed as it stands, or with a clinician's comment, whichever is first.
    record AfterDays(int days) implements Release {
        public AfterDays {
            if (days < 1 || days > MOST_DAYS) {
                throw new IllegalArgumentException("a release waits 1 to " + MOST_DAYS + " days");
            }
        }
    }

    /// As `after-comment`: with a clinician's comment for the patient.
    record AfterComment() implements Release {}

    /// As `never`: not by itself; a clinician has to say so.
    record Never() implements Release {}

    int MOST_DAYS = 365;
    Pattern DAYS = Pattern.compile("([1-9][0-9]{0,2})d");

    /// @return empty where the text is none of them
    static Optional<Release> parse(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "at-once" -> Optional.of(new AtOnce());
            case "after-comment" -> Optional.of(new AfterComment());
            case "never" -> Optional.of(new Never());
            case String other -> {
                var days = DAYS.matcher(other);
                yield days.matches() && Integer.parseInt(days.group(1)) <= MOST_DAYS
                        ? Optional.of(new AfterDays(Integer.parseInt(days.group(1))))
                        : Optional.empty();
            }
        };
    }

    /// As it is written in settings and over the interface.
    default String text() {
        return switch (this) {
            case AtOnce() -> "at-once";
            case AfterDays(int days) -> days + "d";
            case AfterComment() -> "after-comment";
            case Never() -> "never";
        };
    }

    /// How long it may keep something back: the higher, the longer.
    private int strictness() {
        return switch (this) {
            case AtOnce() -> 0;
            case AfterDays(int days) -> days;
            case AfterComment() -> MOST_DAYS + 1;
            case Never() -> MOST_DAYS + 2;
        };
    }

    /// The one that keeps something back longer.
    default Release orStricter(Release other) {
        return other.strictness() > strictness() ? other : this;
    }
}
