package org.meridiandx.identity.authorization;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.identity.authorization.RequestService.Asked;
import org.meridiandx.identity.grants.ConsentService;
import org.meridiandx.identity.grants.GrantService;
import org.meridiandx.identity.oauth.OAuthRefusal;
import org.meridiandx.identity.oauth.QueryText;

/// Ends an interaction with an answer to the app.
@ApplicationScoped
class CodeService {
    private final InteractionRepository interactions;
    private final LaunchService launches;
    private final ConsentService consents;
    private final GrantService grants;
    private final String issuer;

    CodeService(
            InteractionRepository interactions,
            LaunchService launches,
            ConsentService consents,
            GrantService grants,
            @ConfigProperty(name = "meridian.issuer") String issuer) {
        this.interactions = interactions;
        this.launches = launches;
        this.consents = consents;
        this.grants = grants;
        this.issuer = issuer;
    }

    /// Remembers that the person agreed.
    Uni<Void> agree(Asked asked, Step.Ready ready) {
        return consents.give(ready.session().person().subject(), asked.client().clientId(), ready.scopes());
    }

    /// @return the address to send the browser to, with a code
    Uni<String> give(Asked asked, Step.Ready ready) {
        var request = asked.request();
        var destination = new GrantService.Destination(asked.client(), request.redirectUri(), request.challenge());
        return interactions
                .end(asked.interaction().id())
                .invoke(first -> {
                    if (!first) {
                        throw OAuthRefusal.request("interaction: it is finished. Go back to the app.");
                    }
                })
                .chain(first -> useLaunch(asked))
                .chain(() -> grants.begin(
                        ready.details(), destination, ready.session().hash()))
                .map(code -> {
                    var answer = new LinkedHashMap<String, String>();
                    answer.put("code", code);
                    answer.put("state", request.state());
                    answer.put("iss", issuer);
                    return QueryText.append(request.redirectUri(), answer);
                });
    }

    private Uni<Void> useLaunch(Asked asked) {
        var handle = asked.request().launch();
        return handle.isEmpty()
                ? Uni.createFrom().voidItem()
                : launches.take(handle)
                        .map(found -> found.orElseThrow(() -> new AppRefusal(
                                asked.request().redirectUri(),
                                asked.request().state(),
                                "invalid_request",
                                "launch: the handle was used.")))
                        .replaceWithVoid();
    }

    /// Ends the interaction without a code. Safe to repeat.
    Uni<Void> end(Asked asked) {
        return interactions.end(asked.interaction().id()).replaceWithVoid();
    }

    /// @return the address that tells the app
    String refused(AppRefusal refusal) {
        var answer = new LinkedHashMap<String, String>();
        answer.put("error", refusal.error());
        answer.put("error_description", refusal.description());
        if (!refusal.state().isEmpty()) {
            answer.put("state", refusal.state());
        }
        answer.put("iss", issuer);
        return QueryText.append(refusal.redirectUri(), answer);
    }
}
