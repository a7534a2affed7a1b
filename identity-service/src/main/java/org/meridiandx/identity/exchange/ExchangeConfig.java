package org.meridiandx.identity.exchange;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Whose tokens are taken in exchange, and for which other regions tokens are made.
@ConfigMapping(prefix = "meridian.exchange")
interface ExchangeConfig {
    /// Providers that sign people in, by a name of ours.
    Map<String, Provider> providers();

    /// Issuer URLs of other regions by their names.
    Map<String, String> regions();

    /// Life of a user-restricted token; never longer than the token that it was made from.
    @WithDefault("5m")
    Duration validity();

    /// Life of a token for another region.
    @WithDefault("60s")
    Duration regionValidity();

    interface Provider {
        /// Exact `iss`.
        String issuer();

        /// Where its keys are; the host must stand in `meridian.key-sets.allowed-hosts` too.
        URI jwksUri();

        /// What `aud` (or `client_id`) must be; any of its tokens when it is not set.
        Optional<String> audience();

        /// Claim that holds the person's id at the provider.
        @WithDefault("sub")
        String subjectClaim();

        /// Claim that holds the ODS code of the organisation that the person signed in for.
        @WithDefault("organisation")
        String organisationClaim();

        /// Claim that holds the FHIR reference to the person (`Practitioner/<id>`); without the claim
        /// none goes into the token. The id counts as one of this issuer's.
        @WithDefault("fhirUser")
        String fhirUserClaim();

        /// Role here of the people of this provider.
        @WithDefault("clinician")
        String role();
    }
}
