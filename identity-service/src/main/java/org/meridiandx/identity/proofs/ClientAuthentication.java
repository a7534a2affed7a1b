package org.meridiandx.identity.proofs;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.identity.clients.Client;
import org.meridiandx.identity.clients.ClientService;
import org.meridiandx.identity.oauth.OAuthForm;
import org.meridiandx.identity.oauth.OAuthRefusal;
import org.meridiandx.identity.oauth.OAuthRequest;
import org.meridiandx.jws.CompactJwt;

/// Authenticates clients by `private_key_jwt`, the only way there is.
@ApplicationScoped
public class ClientAuthentication {
    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private final ClientService clients;
    private final RegisteredKeys keys;
    private final UsedOnceRepository used;
    private final KeyBinding binding;
    private final Expectations expectations;

    ClientAuthentication(
            ClientService clients,
            RegisteredKeys keys,
            UsedOnceRepository used,
            KeyBinding binding,
            Expectations expectations) {
        this.clients = clients;
        this.keys = keys;
        this.used = used;
        this.binding = binding;
        this.expectations = expectations;
    }

    /// Checks the client assertion of a request, and the proof of the key that tokens are to be
    /// bound to.
    ///
    /// @return the client; fails with [OAuthRefusal]. Sending the same assertion again is
    /// refused, by design.
    public Uni<AuthenticatedClient> authenticate(OAuthRequest request) {
        return authenticate(request, request.form().find("client_id"));
    }

    /// The same for a request that may tell the client's name in another way than by `client_id`.
    ///
    /// @param named the name of an app without keys, if any is told
    public Uni<AuthenticatedClient> authenticate(OAuthRequest request, Optional<String> named) {
        return Uni.createFrom()
                .deferred(() -> named.filter(id -> hasNoProof(request.form()))
                        .map(this::publicClient)
                        .orElseGet(() -> provedClient(request.form())))
                .map(client -> binding.of(client, request))
                .call(this::useProofOnce)
                .map(KeyBinding.Bound::client)
                .onFailure(CompactJwt.Invalid.class)
                .transform(invalid -> OAuthRefusal.client(((CompactJwt.Invalid) invalid).explanation()));
    }

    /// Whether a request neither names nor proves who sends it.
    public static boolean isNameless(OAuthForm form) {
        return form.find("client_id").isEmpty() && hasNoProof(form);
    }

    private static boolean hasNoProof(OAuthForm form) {
        return form.find("client_assertion").isEmpty()
                && form.find("client_assertion_type").isEmpty()
                && form.find("client_secret").isEmpty();
    }

    /// An app without keys says its name; everybody else must prove theirs.
    private Uni<Client> publicClient(String id) {
        return clients.find(id)
                .map(found -> found.filter(Client::isPublic)
                        .orElseThrow(() ->
                                OAuthRefusal.client("client_id: no app without keys is registered by that id. Others"
                                        + " authenticate with a signed JWT: client_assertion.")));
    }

    private Uni<Client> provedClient(OAuthForm form) {
        return Uni.createFrom()
                .item(() -> assertionOf(form))
                .chain(assertion -> clients.find(assertion.claimedClient())
                        .map(found -> found.orElseThrow(ClientAuthentication::unknown))
                        .call(client -> prove(client, assertion)));
    }

    private static OAuthRefusal unknown() {
        return OAuthRefusal.client("iss: no client of that id is registered in this region, or it is switched off.");
    }

    private static ClientAssertion assertionOf(OAuthForm form) {
        if (form.find("client_secret").isPresent()) {
            throw OAuthRefusal.client("client_secret is not taken. Authenticate with a signed JWT: client_assertion.");
        }
        if (!form.find("client_assertion_type").equals(Optional.of(ASSERTION_TYPE))) {
            throw OAuthRefusal.request("client_assertion_type must be " + ASSERTION_TYPE + ".");
        }
        var assertion =
                ClientAssertion.read(form.require("client_assertion", "Send a JWT signed with a registered key."));
        if (form.find("client_id")
                .filter(id -> !id.equals(assertion.claimedClient()))
                .isPresent()) {
            throw OAuthRefusal.client("client_id: it differs from iss of the assertion. Leave it out.");
        }
        return assertion;
    }

    private Uni<Void> prove(Client client, ClientAssertion assertion) {
        return keys.find(client, assertion.keyId())
                .map(key -> assertion.verify(
                        key.orElseThrow(() -> new CompactJwt.Invalid(
                                "kid", "the client has registered no key of that id, or its jwks_uri has none.")),
                        expectations.now()))
                .chain(proof ->
                        used.use(client.clientId(), proof.jti(), proof.expires().plus(ClientAssertion.CLOCK_SKEW)))
                .invoke(first -> requireFirst(first, "this assertion was used before. Make a new one for each token."))
                .onFailure(CompactJwt.Invalid.class)
                .call(invalid -> clients.noteRefused(client.clientId(), ((CompactJwt.Invalid) invalid).claim()))
                .replaceWithVoid();
    }

    private Uni<Void> useProofOnce(KeyBinding.Bound bound) {
        return bound.proofId()
                .map(id -> used.use("dpop", id, expectations.now().now().plus(Duration.ofMinutes(2)))
                        .invoke(first -> requireFirst(first, "this DPoP proof was used before."))
                        .replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private static void requireFirst(boolean first, String fault) {
        if (!first) {
            throw new CompactJwt.Invalid("jti", fault);
        }
    }

    @Scheduled(every = "10m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> forgetUsed() {
        return used.forget(expectations.now().now()).replaceWithVoid();
    }

    /// What is expected of an assertion.
    @ApplicationScoped
    static class Expectations {
        private final Set<String> audiences;
        private final String endpoint;
        private final Duration longest;
        private final Clock clock;

        Expectations(
                @ConfigProperty(name = "meridian.issuer") String issuer,
                @ConfigProperty(name = "meridian.token.max-assertion-validity") Duration longest,
                Clock clock) {
            this.endpoint = issuer + "/oauth2/token";
            this.audiences = Set.of(issuer, endpoint);
            this.longest = longest;
            this.clock = clock;
        }

        /// @param other than the token endpoint
        ClientAssertion.Expectation now(Set<String> other) {
            return new ClientAssertion.Expectation(other, "the address that is called", longest, clock.instant());
        }

        ClientAssertion.Expectation now() {
            return new ClientAssertion.Expectation(
                    audiences, "the token endpoint, " + endpoint, longest, clock.instant());
        }
    }
}
