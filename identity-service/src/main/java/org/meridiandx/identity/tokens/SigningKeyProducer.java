package org.meridiandx.identity.tokens;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// The key that was active at the start, for what signs but does not rotate yet.
class SigningKeyProducer {
    @Produces
    @Singleton
    SigningKey signingKey(KeyRing ring) {
        return ring.active();
    }
}
