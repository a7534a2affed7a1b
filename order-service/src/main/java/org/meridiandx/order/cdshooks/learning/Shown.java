package org.meridiandx.order.cdshooks.learning;

import java.util.List;
import java.util.UUID;

/// Something that an EHR was told: a card, or the rating of an order.
///
/// @param id of the card or the rating
/// @param changes suggestions that would change the order
/// @param withdrawals suggestions that would withdraw it
/// @param avoidable what is spared where the order is withdrawn as a repeat
public record Shown(UUID id, What what, List<UUID> changes, List<UUID> withdrawals, Avoidable avoidable) {
    public Shown {
        changes = List.copyOf(changes);
        withdrawals = List.copyOf(withdrawals);
    }

    /// @param kind `advice`, `safety`, `question`, `note`, `record` or `rating`
    /// @param rule the recommendation or rule behind it
    /// @param rating that went with it; empty where none did
    public record What(String kind, String rule, String rating) {}

    /// The call of a hook that it was shown in.
    ///
    /// @param organisation ODS code of who asked
    public record Call(UUID hookInstance, String hook, String clientId, String organisation, String contentVersion) {}
}
