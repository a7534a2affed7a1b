package org.meridiandx.identity.authorization;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.identity.authorization.rules.AuthorizationRequest;
import org.meridiandx.identity.authorization.rules.RequestRule;
import org.meridiandx.identity.clients.Client;
import org.meridiandx.identity.clients.ClientService;
import org.meridiandx.identity.oauth.OAuthForm;
import org.meridiandx.identity.oauth.OAuthRefusal;
import org.meridiandx.identity.proofs.Demands;
import org.meridiandx.identity.sessions.Secret;

/// Takes requests in, by the browser or pushed by the app, and keeps them until they are decided.
@ApplicationScoped
class RequestService {
    static final String REQUEST_URI = "urn:ietf:params:oauth:request_uri:";
    static final Duration PUSHED_VALIDITY = Duration.ofSeconds(60);
    private static final Duration INTERACTION_VALIDITY = Duration.ofMinutes(15);
    private final InteractionRepository repository;
    private final ClientService clients;
    private final Demands demands;
    private final Clock clock;
    private final String fhirBase;

    RequestService(
            InteractionRepository repository,
            ClientService clients,
            Demands demands,
            Clock clock,
            @ConfigProperty(name = "meridian.issuer") String issuer) {
        this.repository = repository;
        this.clients = clients;
        this.demands = demands;
        this.clock = clock;
        this.fhirBase = issuer + "/fhir/R4";
    }

    /// A request with the client that made it, as both stand now.
    record Asked(Interaction interaction, Client client, AuthorizationRequest request) {}

    /// Begins an interaction.
    ///
    /// @return its id; fails with [OAuthRefusal] for the person, with [AppRefusal] for the app
    Uni<String> begin(OAuthForm form, String browser) {
        return Uni.createFrom()
                .item(() -> form.require("client_id", "The app must say who it is."))
                .chain(this::clientOf)
                .chain(client -> parametersOf(form, client).invoke(parameters -> accepted(parameters, client)))
                .chain(parameters -> keep(parameters, browser));
    }

    private Uni<String> keep(Map<String, String> parameters, String browser) {
        var now = clock.instant();
        var interaction = new Interaction(Secret.fresh(), parameters, Optional.empty(), Optional.empty(), now);
        return repository
                .add(interaction, browser, now.plus(INTERACTION_VALIDITY))
                .replaceWith(interaction.id());
    }

    /// Finds an interaction of this browser, and checks its request again.
    Uni<Asked> find(String id, String browser) {
        return repository.find(id, browser, clock.instant()).chain(found -> {
            var interaction = found.orElseThrow(() -> OAuthRefusal.request(
                    "interaction: this sign-in was not begun in this browser, is finished, or took too long."));
            return clientOf(interaction.parameters().getOrDefault("client_id", ""))
                    .map(client -> new Asked(interaction, client, accepted(interaction.parameters(), client)));
        });
    }

    /// @return the interaction with the role chosen
    Uni<Asked> chooseRole(Asked asked, String profile) {
        var before = asked.interaction();
        var after = new Interaction(
                before.id(), before.parameters(), Optional.of(profile), before.patientId(), before.createdAt());
        return repository
                .chooseRole(before.id(), profile)
                .replaceWith(new Asked(after, asked.client(), asked.request()));
    }

    /// @return the interaction with the patient chosen
    Uni<Asked> choosePatient(Asked asked, String patientId) {
        var before = asked.interaction();
        var after = new Interaction(
                before.id(), before.parameters(), before.roleProfile(), Optional.of(patientId), before.createdAt());
        return repository
                .choosePatient(before.id(), patientId)
                .replaceWith(new Asked(after, asked.client(), asked.request()));
    }

    /// Keeps a request that an app pushed.
    ///
    /// @return the `request_uri`, good once and for a minute
    Uni<String> push(Client client, OAuthForm form) {
        if (form.find("request_uri").isPresent()) {
            throw OAuthRefusal.request("request_uri: push the parameters themselves.");
        }
        var parameters = RequestRule.known(form.parameters());
        parameters.put("client_id", client.clientId());
        try {
            accepted(parameters, client);
        } catch (AppRefusal refusal) {
            throw new OAuthRefusal(refusal.error(), 400, refusal.description());
        }
        var uri = REQUEST_URI + Secret.fresh();
        return repository
                .push(uri, client.clientId(), parameters, clock.instant().plus(PUSHED_VALIDITY))
                .replaceWith(uri);
    }

    private Uni<Client> clientOf(String clientId) {
        return clients.find(clientId)
                .map(found -> found.orElseThrow(
                        () -> OAuthRefusal.request("client_id: no app of that name is registered in this region.")));
    }

    private Uni<Map<String, String>> parametersOf(OAuthForm form, Client client) {
        var pushed = form.find("request_uri");
        if (demands.isKeptOut(client)) {
            throw OAuthRefusal.request("client_id: this region lets in no app without keys of its own.");
        }
        if (pushed.isEmpty() && demands.isPushed(client)) {
            throw OAuthRefusal.request(
                    "request_uri: this region demands that the app pushes its requests (/oauth2/par).");
        }
        if (pushed.isEmpty()) {
            return Uni.createFrom().item(RequestRule.known(form.parameters()));
        }
        if (form.parameters().size() > 2) {
            throw OAuthRefusal.request("request_uri: send it with client_id alone; the rest was pushed.");
        }
        return repository
                .takePushed(pushed.get(), client.clientId(), clock.instant())
                .map(found -> found.orElseThrow(() -> OAuthRefusal.request(
                        "request_uri: it was used, is older than a minute, or is not this app's.")));
    }

    private AuthorizationRequest accepted(Map<String, String> parameters, Client client) {
        return switch (RequestRule.check(parameters, client, fhirBase)) {
            case RequestRule.Outcome.Accepted(var request) -> request;
            case RequestRule.Outcome.ShownToPerson(var reason) -> throw OAuthRefusal.request(reason);
            case RequestRule.Outcome.SentToApp(var uri, var state, var error, var description) ->
                throw new AppRefusal(uri, state, error, description);
        };
    }

    @Scheduled(every = "10m", delayed = "6m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> forget() {
        return repository.forget(clock.instant());
    }
}
