package org.meridiandx.order.catalogue;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Where the catalogue comes from.
@ConfigMapping(prefix = "meridian.catalogue")
public interface CatalogueConfig {

    /// A Bundle of ActivityDefinitions in place of the one that is shipped.
    Optional<Path> file();

    /// How often each replica looks for what another one changed.
    @WithDefault("5s")
    Duration refreshInterval();
}
