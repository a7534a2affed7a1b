package org.meridiandx.identity.tokens;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.access.Scopes;
import org.meridiandx.identity.clients.Client;
import org.meridiandx.identity.clients.ClientService;
import org.meridiandx.identity.patients.PatientService;

/// Issues access tokens to registered clients.
@ApplicationScoped
class TokenService {
    private final ClientService clients;
    private final PatientService patients;
    private final UsedAssertionRepository used;
    private final Signer signer;
    private final Policy policy;

    TokenService(
            ClientService clients,
            PatientService patients,
            UsedAssertionRepository used,
            Signer signer,
            Policy policy) {
        this.clients = clients;
        this.patients = patients;
        this.used = used;
        this.signer = signer;
        this.policy = policy;
    }

    /// What was issued.
    record Issued(String token, String scope, long expiresInSeconds) {
        @Override
        public String toString() {
            return "Issued[scope=" + scope + "]";
        }
    }

    /// Checks the assertion and issues a token.
    ///
    /// @return the token; fails with [TokenRefusal]. Sending the same assertion again is refused,
    /// by design.
    Uni<Issued> issue(TokenRequest request) {
        var assertion = ClientAssertion.read(request.assertion());
        return clients.find(assertion.claimedClient())
                .map(found -> found.orElseThrow(
                        () -> TokenRefusal.client("iss: no client of that id is registered in this region.")))
                .call(client -> useOnce(client, assertion))
                .chain(client -> issue(client, policy.scopesFor(client, request.scope())));
    }

    private Uni<Void> useOnce(Client client, ClientAssertion assertion) {
        var proof = assertion.verify(client, policy.expectation());
        return used.use(client.clientId(), proof.jti(), proof.expires().plus(ClientAssertion.CLOCK_SKEW))
                .invoke(first -> {
                    if (!first) {
                        throw TokenRefusal.client(
                                "jti: this assertion was used before. Make a new one for each token.");
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Issued> issue(Client client, Scopes scopes) {
        return client.patient()
                .map(patients::idOf)
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                .map(patientId -> policy.tokenFor(client, scopes, patientId))
                .chain(token -> signer.sign(token)
                        .map(signed -> new Issued(
                                signed,
                                token.scopes().toString(),
                                token.validity().toSeconds())));
    }

    @Scheduled(every = "10m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> forgetUsed() {
        return used.forget(policy.expectation().now()).replaceWithVoid();
    }

    /// Signs on a worker thread: an RSA-2048 signature would hold an event loop for 0.6 ms.
    @ApplicationScoped
    static class Signer {
        private final Vertx vertx;
        private final SigningKey key;
        private final String issuer;

        Signer(Vertx vertx, SigningKey key, @ConfigProperty(name = "meridian.issuer") String issuer) {
            this.vertx = vertx;
            this.key = key;
            this.issuer = issuer;
        }

        Uni<String> sign(AccessToken token) {
            return vertx.executeBlocking(() -> token.sign(issuer, key), false);
        }
    }

    /// What is expected of an assertion and what goes into a token.
    @ApplicationScoped
    static class Policy {
        private final TokenConfig config;
        private final Clock clock;
        private final Set<String> audiences;

        Policy(TokenConfig config, Clock clock, @ConfigProperty(name = "meridian.issuer") String issuer) {
            this.config = config;
            this.clock = clock;
            this.audiences = Set.of(issuer, issuer + "/oauth2/token");
        }

        ClientAssertion.Expectation expectation() {
            return new ClientAssertion.Expectation(audiences, config.maxAssertionValidity(), clock.instant());
        }

        AccessToken tokenFor(Client client, Scopes scopes, Optional<String> patientId) {
            return new AccessToken(client, scopes, patientId, clock.instant(), config.validity());
        }

        /// @throws TokenRefusal when more is asked for than the client is registered for
        Scopes scopesFor(Client client, String asked) {
            if (asked.isBlank()) {
                return client.scopes();
            }
            var wanted = Scopes.parse(asked);
            if (!client.scopes().coverAll(wanted)) {
                throw TokenRefusal.scope("scope: the client is registered for: " + client.scopes() + ".");
            }
            return wanted;
        }
    }
}
