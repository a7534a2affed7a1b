package org.meridiandx.identity.signin;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.meridiandx.identity.sessions.Person;
import org.meridiandx.jws.JwsAlgorithm;

/// One identity provider.
///
/// @param backchannel where we speak to it, where browsers use another address
/// @param vectors of trust, for a patient provider
/// @param isDemonstration whether it signs anybody in as anybody
record Provider(
        String name,
        String title,
        Person.Kind kind,
        String issuer,
        Optional<URI> backchannel,
        String clientId,
        String scope,
        Optional<String> acrValues,
        Set<String> vectors,
        Set<JwsAlgorithm> algorithms,
        boolean isDemonstration) {
    Provider {
        vectors = Set.copyOf(vectors);
        algorithms = Set.copyOf(algorithms);
    }

    /// The address that we speak to.
    String reach(String address) {
        return backchannel.isPresent() && address.startsWith(issuer)
                ? backchannel.get() + address.substring(issuer.length())
                : address;
    }
}
