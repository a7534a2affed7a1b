package org.meridiandx.identity.tokens;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Settings of the token endpoint.
@ConfigMapping(prefix = "meridian.token")
interface TokenConfig {
    /// How long an access token is good for.
    Duration validity();

    /// How far ahead `exp` of a client assertion may be.
    Duration maxAssertionValidity();

    /// What an RSA key signs tokens with; an EC key signs ES256.
    @WithDefault("RS256")
    RsaAlgorithm rsaAlgorithm();

    /// For how long a new key is published before it signs.
    @WithDefault("6m")
    Duration keyLead();

    /// For how long a key stays published after the next one began to sign.
    @WithDefault("1h")
    Duration retiredKeyKept();

    enum RsaAlgorithm {
        RS256,
        PS256
    }
}
