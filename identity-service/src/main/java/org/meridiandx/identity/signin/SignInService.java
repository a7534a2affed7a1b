package org.meridiandx.identity.signin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.meridiandx.identity.keysets.KeySet;
import org.meridiandx.identity.oauth.OAuthForm;
import org.meridiandx.identity.oauth.OAuthRefusal;
import org.meridiandx.identity.oauth.QueryText;
import org.meridiandx.identity.sessions.Person;
import org.meridiandx.identity.sessions.Secret;
import org.meridiandx.identity.signin.rules.IdTokenRule;
import org.meridiandx.jws.CompactJwt;

/// Sends a person to a provider, and believes what comes back only as far as it is proved: state
/// and browser are those that we sent away, the answer is from that very provider, the id token is
/// signed by it, for us, for this attempt. **Source:** OpenID Connect Core 3.1, RFC 9207, RFC 9700.
@ApplicationScoped
class SignInService {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Providers providers;
    private final ProviderClient client;
    private final OwnAssertions assertions;
    private final AttemptRepository attempts;
    private final SignInSetting setting;

    SignInService(
            Providers providers,
            ProviderClient client,
            OwnAssertions assertions,
            AttemptRepository attempts,
            SignInSetting setting) {
        this.providers = providers;
        this.client = client;
        this.assertions = assertions;
        this.attempts = attempts;
        this.setting = setting;
    }

    /// Who came back, and to what.
    record Arrival(Person person, String interaction) {}

    /// @param isAnew whether the provider is to ask, even whom it knows
    /// @return the provider's address for this attempt
    Uni<String> send(String providerName, String interaction, String browser, boolean isAnew) {
        var provider = providers.named(providerName);
        var state = Secret.fresh();
        var attempt = new AttemptRepository.Attempt(provider.name(), Secret.fresh(), Secret.fresh(), interaction);
        return client.metadata(provider)
                .call(() -> attempts.add(
                        Secret.digest(state),
                        Secret.digest(browser),
                        attempt,
                        setting.clock().instant().plus(setting.config().attemptValidity())))
                .map(about -> addressOf(provider, about, state, attempt))
                .map(address -> isAnew ? QueryText.append(address, Map.of("prompt", "login")) : address);
    }

    private String addressOf(
            Provider provider, ProviderMetadata about, String state, AttemptRepository.Attempt attempt) {
        var query = new LinkedHashMap<String, String>();
        query.put("response_type", "code");
        query.put("client_id", provider.clientId());
        query.put("redirect_uri", setting.callback());
        query.put("scope", provider.scope());
        query.put("state", state);
        query.put("nonce", attempt.nonce());
        query.put("code_challenge", Secret.digest(attempt.verifier()));
        query.put("code_challenge_method", "S256");
        provider.acrValues().ifPresent(values -> query.put("acr_values", values));
        if (provider.kind() == Person.Kind.PATIENT) {
            query.put(
                    "vtr",
                    "[\""
                            + String.join(
                                    "\",\"",
                                    provider.vectors().stream().sorted().toList()) + "\"]");
        }
        return QueryText.append(about.authorizationEndpoint(), query);
    }

    /// @param answer what the provider sent the browser back with
    /// @return who it is; fails with [OAuthRefusal]
    Uni<Arrival> receive(OAuthForm answer, Optional<String> browser) {
        return Uni.createFrom()
                .item(() -> answer.require("state", "Start again from the app."))
                .chain(state -> attempts.take(
                        Secret.digest(state),
                        Secret.digest(browser.orElse("")),
                        setting.clock().instant()))
                .map(found -> found.orElseThrow(() -> OAuthRefusal.request(
                        "state: this sign-in was not begun in this browser, is finished, or took too long.")))
                .chain(attempt -> personOf(answer, attempt).map(person -> new Arrival(person, attempt.interaction())));
    }

    private Uni<Person> personOf(OAuthForm answer, AttemptRepository.Attempt attempt) {
        var provider = providers.named(attempt.provider());
        return client.metadata(provider)
                .map(about -> new Reply(provider, about, codeOf(answer, provider, about), attempt))
                .chain(reply -> assertions
                        .assertionFor(provider, reply.about().tokenEndpoint())
                        .chain(assertion -> client.redeem(provider, reply.about(), formOf(reply, assertion)))
                        .chain(tokens -> believed(reply, tokens)))
                .onFailure(CompactJwt.Invalid.class)
                .transform(invalid ->
                        new OAuthRefusal("access_denied", 403, ((CompactJwt.Invalid) invalid).explanation()));
    }

    private record Reply(Provider provider, ProviderMetadata about, String code, AttemptRepository.Attempt attempt) {}

    private static String codeOf(OAuthForm answer, Provider provider, ProviderMetadata about) {
        var issuer = answer.find("iss");
        if (about.saysIssuer() && issuer.isEmpty()
                || issuer.filter(said -> !said.equals(provider.issuer())).isPresent()) {
            throw new OAuthRefusal("access_denied", 403, "iss: the answer came from another sign-in service.");
        }
        if (answer.find("error").isPresent()) {
            throw new OAuthRefusal("access_denied", 403, "provider: the sign-in was cancelled or refused there.");
        }
        return answer.require("code", "Start again from the app.");
    }

    private String formOf(Reply reply, String assertion) {
        var form = new LinkedHashMap<String, String>();
        form.put("grant_type", "authorization_code");
        form.put("code", reply.code());
        form.put("redirect_uri", setting.callback());
        form.put("client_id", reply.provider().clientId());
        form.put("code_verifier", reply.attempt().verifier());
        form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        form.put("client_assertion", assertion);
        return QueryText.of(form);
    }

    private Uni<Person> believed(Reply reply, JsonNode tokens) {
        var compact = tokens.path("id_token").asText("");
        var jwt = CompactJwt.read(compact);
        return client.key(reply.provider(), reply.about(), jwt.keyId())
                .invoke(key -> check(reply, jwt, key))
                .chain(() -> client.person(
                        reply.provider(),
                        reply.about(),
                        tokens.path("access_token").asText("")))
                .chain(person -> setting.people().personOf(reply.provider(), sameSubject(compact, person), person));
    }

    private void check(Reply reply, CompactJwt jwt, Optional<KeySet.Entry> key) {
        IdTokenRule.check(
                jwt,
                new IdTokenRule.Expected(
                        reply.provider().issuer(),
                        reply.provider().clientId(),
                        reply.attempt().nonce(),
                        reply.provider().algorithms(),
                        setting.clock().instant()));
        if (key.filter(known -> known.signed(jwt)).isEmpty()) {
            throw new CompactJwt.Invalid("signature", "the id token is not signed with a key of the provider.");
        }
    }

    private static JsonNode sameSubject(String compact, JsonNode person) {
        try {
            var payload = Base64.getUrlDecoder().decode(compact.split("\\.")[1]);
            var claims = JSON.readTree(new String(payload, StandardCharsets.UTF_8));
            if (!claims.path("sub").asText().equals(person.path("sub").asText())) {
                throw new CompactJwt.Invalid("sub", "the userinfo endpoint speaks of somebody else.");
            }
            return claims;
        } catch (JsonProcessingException malformed) {
            throw new CompactJwt.Invalid("jwt", "its claims are no JSON.");
        }
    }

    @Scheduled(every = "10m", delayed = "5m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> forget() {
        return attempts.forget(setting.clock().instant());
    }
}
