package org.meridiandx.identity.proofs;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Optional;
import org.meridiandx.identity.clients.Client;
import org.meridiandx.identity.clients.ClientKeys;
import org.meridiandx.identity.keysets.KeySet;
import org.meridiandx.identity.keysets.RemoteKeySets;

/// The keys that clients registered, themselves or by their address.
@ApplicationScoped
class RegisteredKeys {
    private final RemoteKeySets remote;

    RegisteredKeys(RemoteKeySets remote) {
        this.remote = remote;
    }

    /// @return empty where the client has no key of that id
    Uni<Optional<KeySet.Entry>> find(Client client, String keyId) {
        return switch (client.keys()) {
            case ClientKeys.None() -> Uni.createFrom().item(Optional.empty());
            case ClientKeys.Inline(KeySet set) -> Uni.createFrom().item(set.find(keyId));
            case ClientKeys.Published(URI address) -> remote.find(address, keyId);
        };
    }
}
