package org.meridiandx.identity.signin;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.identity.clients.ClientRules;
import org.meridiandx.identity.oauth.OAuthRefusal;
import org.meridiandx.identity.sessions.Person;
import org.meridiandx.jws.JwsAlgorithm;

/// The providers of the settings, and the demonstration's where it is switched on.
@ApplicationScoped
class Providers {
    private static final Set<String> VECTORS = Set.of("P9.Cp.Cd", "P9.Cp.Ck", "P9.Cm");
    private final List<Provider> all = new ArrayList<>();

    Providers(
            SignInConfig config,
            @ConfigProperty(name = "meridian.issuer") String issuer,
            @ConfigProperty(name = "quarkus.http.port") int port) {
        config.roles().forEach((code, role) -> ClientRules.requireRoleOfStaff("meridian.sign-in.roles." + code, role));
        config.providers().forEach((name, provider) -> all.add(of(name, provider)));
        if (config.demo()) {
            all.add(demo("demo-staff", "Sample staff", Person.Kind.STAFF, issuer, port));
            all.add(demo("demo-patient", "Sample patients", Person.Kind.PATIENT, issuer, port));
        }
        all.sort(Comparator.comparing(Provider::kind).thenComparing(Provider::name));
    }

    /// A wrong setting stops the start, not the first sign-in.
    void check(@Observes StartupEvent start) {}

    List<Provider> all() {
        return List.copyOf(all);
    }

    /// @throws OAuthRefusal where there is none of that name
    Provider named(String name) {
        return all.stream()
                .filter(provider -> provider.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new OAuthRefusal(
                        "invalid_request", 404, "provider: there is no sign-in service of that name here."));
    }

    private static Provider of(String name, SignInConfig.Provider provider) {
        if (!name.matches("[a-z][a-z0-9-]{0,30}")) {
            throw new IllegalArgumentException(
                    "meridian.sign-in.providers: a name needs small letters, digits and hyphens.");
        }
        return new Provider(
                name,
                provider.title(),
                provider.kind(),
                provider.issuer(),
                provider.backchannelUrl(),
                provider.clientId(),
                provider.scope(),
                provider.acrValues(),
                provider.vectors(),
                Set.copyOf(provider.idTokenAlgorithms()),
                false);
    }

    private static Provider demo(String name, String title, Person.Kind kind, String issuer, int port) {
        var path = "/oauth2/demo-sign-in/" + (kind == Person.Kind.STAFF ? "staff" : "patient");
        return new Provider(
                name,
                title,
                kind,
                issuer + path,
                Optional.of(URI.create("http://127.0.0.1:" + port + path)),
                "region",
                "openid profile",
                Optional.empty(),
                VECTORS,
                Set.of(JwsAlgorithm.ES256),
                true);
    }
}
