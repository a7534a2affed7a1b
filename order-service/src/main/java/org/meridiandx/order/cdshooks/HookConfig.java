package org.meridiandx.order.cdshooks;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whom the hooks may ask back. What is no URL stops the start.
@ConfigMapping(prefix = "meridian.cds-hooks")
public interface HookConfig {
    /// Base URLs of FHIR servers that may be asked, by the client id of who names them; none by
    /// default.
    Map<String, List<URI>> fhirServers();

    /// Patience with an EHR's FHIR server.
    @WithDefault("300ms")
    Duration fetchTimeout();

    /// How long finding the patient may take for one call, and how long looking at the record;
    /// after that the cards say that it was not looked at.
    @WithDefault("400ms")
    Duration recordTimeout();

    /// Whether plain http is taken for them: on one machine only.
    @WithDefault("false")
    boolean localServers();

    /// Another CDS service that is asked at the same time.
    Provider provider();

    /// The licensed provider.
    interface Provider {
        /// Its base URL, below which the hooks are; none by default.
        Optional<URI> url();

        /// As cards name it.
        @WithDefault("Licensed provider")
        String name();

        /// How long our cards wait for its.
        @WithDefault("400ms")
        Duration timeout();
    }
}
