package org.meridiandx.order.catalogue.rules;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/// Who performs a test, when, and how often a day.
///
/// @param ods ODS code of the organisation
/// @param priority 1 is asked first
/// @param capacityPerDay empty where there is no limit
/// @param hours none where it is always open
/// @param serves ODS codes of those for whom it is the near one
public record Performer(
        String ods, int priority, OptionalInt capacityPerDay, List<OpeningHours> hours, Set<String> serves) {
    public Performer {
        hours = List.copyOf(hours);
        serves = Set.copyOf(serves);
    }

    /// When it is open.
    ///
    /// @param until the first minute after it; not before `from`
    public record OpeningHours(Set<DayOfWeek> days, LocalTime from, LocalTime until) {
        public OpeningHours {
            days = Set.copyOf(days);
        }

        boolean covers(LocalDateTime time) {
            return days.contains(time.getDayOfWeek())
                    && !time.toLocalTime().isBefore(from)
                    && time.toLocalTime().isBefore(until);
        }
    }

    /// @param time where the performer is
    boolean isOpen(LocalDateTime time) {
        return hours.isEmpty() || hours.stream().anyMatch(open -> open.covers(time));
    }

    /// Whether it is open on the day of a time, then or later.
    boolean isOpenFrom(LocalDateTime time) {
        return hours.isEmpty()
                || hours.stream()
                        .anyMatch(open -> open.days().contains(time.getDayOfWeek())
                                && time.toLocalTime().isBefore(open.until()));
    }

    boolean isOpenOn(DayOfWeek day) {
        return hours.isEmpty() || hours.stream().anyMatch(open -> open.days().contains(day));
    }
}
