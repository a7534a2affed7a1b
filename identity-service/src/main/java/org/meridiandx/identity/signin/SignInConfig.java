package org.meridiandx.identity.signin;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.meridiandx.identity.sessions.Person;
import org.meridiandx.jws.JwsAlgorithm;

/// Who signs people in.
@ConfigMapping(prefix = "meridian.sign-in")
interface SignInConfig {
    /// Identity providers by a name of ours, which becomes part of each subject.
    Map<String, Provider> providers();

    /// Sample people instead of providers: on one machine only.
    @WithDefault("false")
    boolean demo();

    /// Whether a provider may be spoken to without TLS: on one machine only.
    @WithDefault("false")
    boolean plainHttp();

    /// Time that a person has for signing in at the provider.
    @WithDefault("10m")
    Duration attemptValidity();

    /// Patience with a provider, for each call.
    @WithDefault("5s")
    Duration timeLimit();

    /// How long a provider's metadata and keys are used.
    @WithDefault("10m")
    Duration rememberedFor();

    /// Roles here by the provider's role codes (the last part: `R8000`); other profiles count for nothing.
    Map<String, String> roles();

    interface Provider {
        Person.Kind kind();

        /// What people read on the page.
        String title();

        /// Exact `iss`, below which its metadata stand.
        String issuer();

        /// Where we speak to it ourselves, where that is another address than browsers use.
        Optional<URI> backchannelUrl();

        String clientId();

        /// PKCS#8 PEM that we prove ourselves with; the region's signing key when it is not set.
        Optional<Path> keyFile();

        /// `kid` of that key; its RFC 7638 thumbprint when it is not set.
        Optional<String> keyId();

        /// What we sign with, with a key file of its own.
        @WithDefault("RS512")
        JwsAlgorithm assertionAlgorithm();

        @WithDefault("openid profile")
        String scope();

        /// `acr_values` of CIS2.
        Optional<String> acrValues();

        /// Vectors of trust that are asked for and taken from a patient provider.
        @WithDefault("P9.Cp.Cd,P9.Cp.Ck,P9.Cm")
        Set<String> vectors();

        /// What it may sign id tokens with.
        @WithDefault("RS256,RS512,PS256,ES256")
        List<JwsAlgorithm> idTokenAlgorithms();
    }
}
