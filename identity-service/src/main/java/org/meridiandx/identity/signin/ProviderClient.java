package org.meridiandx.identity.signin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.core.http.HttpClient;
import io.vertx.mutiny.core.http.HttpClientResponse;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.meridiandx.identity.keysets.KeySet;
import org.meridiandx.identity.oauth.OAuthRefusal;

/// Speaks to the providers. Answers are bounded in size and time; redirects are not followed.
@ApplicationScoped
class ProviderClient {
    private static final Logger LOG = Logger.getLogger(ProviderClient.class);
    private static final int MAX_BYTES = 262_144;
    private static final ObjectMapper JSON = new ObjectMapper();
    private final HttpClient client;
    private final SignInConfig config;
    private final Clock clock;
    private final Map<String, Remembered<ProviderMetadata>> metadata = new ConcurrentHashMap<>();
    private final Map<String, Remembered<KeySet>> keys = new ConcurrentHashMap<>();

    ProviderClient(Vertx vertx, SignInConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setVerifyHost(true).setConnectTimeout((int)
                        config.timeLimit().toMillis()));
    }

    private record Remembered<T>(T content, Instant fetched) {}

    /// @return what the provider says of itself; fails with [OAuthRefusal] 503 where it is away
    Uni<ProviderMetadata> metadata(Provider provider) {
        var known = fresh(metadata.get(provider.name()));
        return known.map(Uni.createFrom()::item)
                .orElseGet(() -> get(
                                provider, provider.issuer() + "/.well-known/openid-configuration", Optional.empty())
                        .map(json -> ProviderMetadata.of(
                                json, provider.issuer(), config.plainHttp() || provider.isDemonstration()))
                        .invoke(found -> metadata.put(provider.name(), new Remembered<>(found, clock.instant())))
                        .onFailure(IllegalStateException.class)
                        .transform(wrong -> away(provider, wrong)));
    }

    /// A key of the provider; an id that is not known yet makes one look again.
    Uni<Optional<KeySet.Entry>> key(Provider provider, ProviderMetadata about, String keyId) {
        var known = fresh(keys.get(provider.name())).flatMap(set -> set.find(keyId));
        if (known.isPresent()) {
            return Uni.createFrom().item(known);
        }
        return get(provider, about.jwksUri(), Optional.empty())
                .map(json -> KeySet.parsePublished(json.toString()))
                .onFailure(IllegalArgumentException.class)
                .transform(wrong -> away(provider, wrong))
                .invoke(set -> keys.put(provider.name(), new Remembered<>(set, clock.instant())))
                .map(set -> set.find(keyId));
    }

    /// @param form encoded already
    Uni<JsonNode> redeem(Provider provider, ProviderMetadata about, String form) {
        var options = options(provider, about.tokenEndpoint(), HttpMethod.POST)
                .putHeader("Content-Type", "application/x-www-form-urlencoded");
        return client.request(options)
                .chain(request -> request.send(form))
                .chain(response -> read(response))
                .ifNoItem()
                .after(config.timeLimit())
                .fail()
                .onFailure(failure -> !(failure instanceof OAuthRefusal))
                .transform(failure -> away(provider, failure));
    }

    Uni<JsonNode> person(Provider provider, ProviderMetadata about, String accessToken) {
        return get(provider, about.userinfoEndpoint(), Optional.of(accessToken));
    }

    private Uni<JsonNode> get(Provider provider, String address, Optional<String> accessToken) {
        var options = options(provider, address, HttpMethod.GET);
        accessToken.ifPresent(token -> options.putHeader("Authorization", "Bearer " + token));
        return client.request(options)
                .chain(request -> request.send())
                .chain(response -> read(response))
                .ifNoItem()
                .after(config.timeLimit())
                .fail()
                .onFailure(failure -> !(failure instanceof OAuthRefusal))
                .transform(failure -> away(provider, failure));
    }

    private static RequestOptions options(Provider provider, String address, HttpMethod method) {
        return new RequestOptions()
                .setAbsoluteURI(provider.reach(address))
                .setMethod(method)
                .setFollowRedirects(false)
                .putHeader("Accept", "application/json");
    }

    /// A provider that answers 4xx refuses this sign-in; anything else that is no 200 is its own
    /// trouble.
    private static Uni<JsonNode> read(HttpClientResponse response) {
        return response.toMulti()
                .collect()
                .in(Buffer::buffer, ProviderClient::append)
                .map(body -> {
                    if (response.statusCode() >= 400 && response.statusCode() < 500) {
                        throw new OAuthRefusal(
                                "access_denied", 403, "provider: it took back what it had said. Sign in again.");
                    }
                    if (response.statusCode() != 200) {
                        throw new IllegalStateException("status " + response.statusCode());
                    }
                    return parsed(body);
                });
    }

    private static JsonNode parsed(Buffer body) {
        try {
            return JSON.readTree(body.toString());
        } catch (JsonProcessingException malformed) {
            throw new IllegalStateException("no JSON", malformed);
        }
    }

    private static void append(Buffer whole, Buffer part) {
        if (whole.length() + part.length() > MAX_BYTES) {
            throw new IllegalStateException("larger than " + MAX_BYTES + " bytes");
        }
        whole.appendBuffer(part);
    }

    private <T> Optional<T> fresh(@org.jspecify.annotations.Nullable Remembered<T> remembered) {
        return Optional.ofNullable(remembered)
                .filter(known -> known.fetched().plus(config.rememberedFor()).isAfter(clock.instant()))
                .map(Remembered::content);
    }

    private static OAuthRefusal away(Provider provider, Throwable failure) {
        LOG.warnf(
                "the sign-in service %s does not answer as it should: %s",
                provider.name(), failure.getClass().getSimpleName());
        return new OAuthRefusal(
                "temporarily_unavailable",
                503,
                "provider: " + provider.title() + " cannot be reached at the moment. Try again in a few minutes.");
    }
}
