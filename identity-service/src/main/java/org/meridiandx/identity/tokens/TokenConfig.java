package org.meridiandx.identity.tokens;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/// Settings of the token endpoint.
@ConfigMapping(prefix = "meridian.token")
interface TokenConfig {
    /// How long an access token is good for.
    Duration validity();

    /// How far ahead `exp` of a client assertion may be.
    Duration maxAssertionValidity();
}
