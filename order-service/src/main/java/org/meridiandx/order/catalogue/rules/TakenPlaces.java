package org.meridiandx.order.catalogue.rules;

import java.time.LocalDate;
import java.util.Map;

/// How many of a test each performer has to do on each day.
///
/// @param counts none stands for 0
public record TakenPlaces(Map<Place, Integer> counts) {
    public static final TakenPlaces NONE = new TakenPlaces(Map.of());

    public TakenPlaces {
        counts = Map.copyOf(counts);
    }

    /// A performer's day.
    ///
    /// @param ods of the performer
    public record Place(String ods, LocalDate day) {}

    boolean isRoom(Performer performer, LocalDate day) {
        return performer.capacityPerDay().isEmpty()
                || counts.getOrDefault(new Place(performer.ods(), day), 0)
                        < performer.capacityPerDay().getAsInt();
    }
}
