package org.meridiandx.identity.grants;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How long what people grant lasts.
@ConfigMapping(prefix = "meridian.grants")
interface GrantConfig {
    /// A code not redeemed by then is worth nothing.
    @WithDefault("60s")
    Duration codeValidity();

    /// A refresh token not used for so long ends.
    @WithDefault("30d")
    Duration refreshInactivity();

    /// With `offline_access` the person is asked again after this.
    @WithDefault("90d")
    Duration offlineLimit();

    /// Without it, at the latest after this; the end of the session ends it before.
    @WithDefault("12h")
    Duration onlineLimit();
}
