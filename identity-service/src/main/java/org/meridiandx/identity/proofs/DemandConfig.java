package org.meridiandx.identity.proofs;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;
import java.util.Set;

/// What clients have to do beyond what they are registered for.
@ConfigMapping(prefix = "meridian.demand")
interface DemandConfig {
    /// Whether clients with keys get bound tokens only; on where others can reach the region.
    Optional<Boolean> boundTokens();

    /// Whether apps with keys have to push their authorization requests; on where others can reach the region.
    Optional<Boolean> pushedRequests();

    /// Whether apps without keys are kept out.
    @WithDefault("false")
    boolean clientKeys();

    /// Clients that nothing of this is demanded of.
    Optional<Set<String>> exempt();

    /// The only clients that it is demanded of; all where it is not set.
    Optional<Set<String>> only();
}
