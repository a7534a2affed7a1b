package org.meridiandx.identity.tokens;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// What one feature adds to the discovery documents: only what works. A bean of this type is
/// found by itself.
public interface DiscoveryPart {
    /// @param document to add to; lists that stand there already are added to, not replaced
    /// @param issuer the public base URL
    void addTo(ObjectNode document, String issuer);
}
