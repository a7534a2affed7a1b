package org.meridiandx.identity.sessions;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How long people stay signed in.
@ConfigMapping(prefix = "meridian.sessions")
interface SessionConfig {
    /// A patient who does nothing is signed out after this.
    @WithDefault("10m")
    Duration patientInactivity();

    /// A member of staff who does nothing is signed out after this.
    @WithDefault("15m")
    Duration staffInactivity();

    /// Nobody stays signed in longer than this.
    @WithDefault("1h")
    Duration patientLimit();

    @WithDefault("12h")
    Duration staffLimit();
}
