package org.meridiandx.identity.proofs;

import java.util.Optional;
import org.meridiandx.identity.clients.Client;

/// A client that has proved who it is.
///
/// @param jkt thumbprint of the key that its tokens are to be bound to by DPoP
/// @param x5t digest of the client certificate that its tokens are to be bound to
public record AuthenticatedClient(Client client, Optional<String> jkt, Optional<String> x5t) {}
