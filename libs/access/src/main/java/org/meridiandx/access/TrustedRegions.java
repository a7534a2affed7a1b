package org.meridiandx.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.util.Map;
import java.util.Optional;

/// The other regions whose tokens are taken here, by their names. Nobody by default.
@ConfigMapping(prefix = "meridian.trusted-regions")
interface TrustedRegions {
    @WithParentName
    Map<String, Region> byName();

    interface Region {
        /// The region's name, where it is not the key that this stands under: environment
        /// variables take no hyphens.
        Optional<String> name();

        /// Exact `iss` of its tokens: its public base URL.
        String issuer();

        /// Where its keys are. They are fetched from nowhere else, whatever a token says.
        String jwksUrl();
    }
}
