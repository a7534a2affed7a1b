package org.meridiandx.identity.clients;

import java.net.URI;
import org.meridiandx.identity.keysets.KeySet;

/// Where a client's public keys are.
public sealed interface ClientKeys {
    /// Registered with us.
    record Inline(KeySet set) implements ClientKeys {}

    /// At an address of its own.
    record Published(URI address) implements ClientKeys {}
}
