package org.meridiandx.identity.keysets;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Which addresses key sets are fetched from, and for how long they are believed.
@ConfigMapping(prefix = "meridian.key-sets")
interface KeySetConfig {
    /// Host names that a `jwks_uri` may have; none by default.
    Optional<List<String>> allowedHosts();

    /// Whether plain http and private addresses are taken: on one machine only.
    @WithDefault("false")
    boolean localAddresses();

    /// How long a fetched set is used.
    @WithDefault("10m")
    Duration rememberedFor();

    /// The shortest time between two fetches of one set, however many unknown key ids are met.
    @WithDefault("1m")
    Duration refetchPause();

    /// Patience with the server.
    @WithDefault("3s")
    Duration timeLimit();
}
