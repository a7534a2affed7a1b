package org.meridiandx.order.cdshooks.learning;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// What came of a card, as the EHR tells it.
///
/// @param accepted the suggestions that were taken
/// @param isOverridden whether somebody went on against it
/// @param reason code of why; empty where none is told
/// @param at when, as the EHR says
public record Feedback(UUID card, List<UUID> accepted, boolean isOverridden, String reason, Instant at) {
    public Feedback {
        accepted = List.copyOf(accepted);
    }
}
