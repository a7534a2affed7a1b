package org.meridiandx.identity.clients;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.meridiandx.access.Scopes;

/// A client with what people do with it.
///
/// @param requestedScopes asked for by its developer, not granted yet
/// @param contacts whom to write to
/// @param registeredBy the client id of the developer's tool; empty for the bootstrap file
/// @param lastUsed when it got a token last, to the minute
/// @param version of the row that this was read from; 0 for a new one
public record ClientRegistration(
        Client client,
        State state,
        Scopes requestedScopes,
        List<String> contacts,
        Optional<String> registeredBy,
        Instant registeredAt,
        Optional<Instant> lastUsed,
        int version) {
    public ClientRegistration {
        contacts = List.copyOf(contacts);
    }

    /// Only an active client gets tokens.
    public enum State {
        /// Waits for an operator to grant its scopes.
        PENDING,
        ACTIVE,
        /// Switched off by an operator.
        DISABLED
    }
}
