package org.meridiandx.identity.clients;

import java.net.URI;
import org.meridiandx.identity.keysets.KeySet;

/// Where a client's public keys are.
public sealed interface ClientKeys {
    /// Registered with us.
    record Inline(KeySet set) implements ClientKeys {}

    /// None: an app that can keep no secret. It says who it is and proves nothing, so only what
    /// comes back to its own redirect URI is its.
    record None() implements ClientKeys {}

    /// At an address of its own.
    record Published(URI address) implements ClientKeys {}
}
