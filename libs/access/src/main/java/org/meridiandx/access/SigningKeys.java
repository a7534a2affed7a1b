package org.meridiandx.access;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.core.http.HttpClient;
import io.vertx.mutiny.core.http.HttpClientResponse;
import java.security.PublicKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// One issuer's public keys, fetched when a key id is met for the first time and again every
/// five minutes.
///
/// An unknown key id causes one fetch at most every five seconds, so that nonsense tokens cannot
/// make us a load generator; until then it stays unknown. Nor can they where no set could be had
/// yet: who asks within a second after that is told so at once. The last good set stays in use
/// while the issuer is away. Redirects are not followed, and size and time are bounded. A key that
/// is published no longer is forgotten with the next fetch, and with it what was verified by it.
final class SigningKeys {
    private static final Duration REFRESH_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_USE = Duration.ofMinutes(5);
    private static final Duration AWAY_PAUSE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int MAX_SET_BYTES = 65_536;

    private final HttpClient client;
    private final String jwksUrl;
    private final AtomicLong lastFetch = new AtomicLong(System.nanoTime() - REFRESH_PAUSE.toNanos());
    private volatile Map<String, PublicKey> keys = Map.of();
    private @Nullable Uni<Map<String, PublicKey>> underWay;
    private volatile long failedAt = System.nanoTime() - AWAY_PAUSE.toNanos();

    SigningKeys(Vertx vertx, String jwksUrl) {
        this.client = vertx.createHttpClient();
        this.jwksUrl = jwksUrl;
    }

    /// @return the key, or empty when the issuer has no key of that id
    Uni<Optional<PublicKey>> find(String keyId) {
        var known = Optional.ofNullable(keys.get(keyId));
        if (known.isPresent()) {
            return isDue(LONGEST_USE)
                    ? fetch().map(fresh -> Optional.ofNullable(fresh.get(keyId)))
                            .onFailure()
                            .recoverWithItem(known)
                    : Uni.createFrom().item(known);
        }
        if (keys.isEmpty() && System.nanoTime() - failedAt < AWAY_PAUSE.toNanos()) {
            return Uni.createFrom().failure(SigningKeys::away);
        }
        if (!keys.isEmpty() && !isDue(REFRESH_PAUSE)) {
            return Uni.createFrom().item(Optional.empty());
        }
        return fetch().map(fresh -> Optional.ofNullable(fresh.get(keyId)));
    }

    /// Whether the key is still among those that were fetched last.
    boolean knows(String keyId) {
        return keys.containsKey(keyId);
    }

    /// True for one caller only, who then fetches.
    private boolean isDue(Duration pause) {
        var last = lastFetch.get();
        var now = System.nanoTime();
        return now - last >= pause.toNanos() && lastFetch.compareAndSet(last, now);
    }

    /// One fetch at a time; who asks meanwhile waits for it.
    private Uni<Map<String, PublicKey>> fetch() {
        synchronized (lastFetch) {
            if (underWay == null) {
                underWay =
                        fetched().onTermination().invoke(this::ended).memoize().indefinitely();
            }
            return underWay;
        }
    }

    private void ended() {
        synchronized (lastFetch) {
            underWay = null;
        }
    }

    private Uni<Map<String, PublicKey>> fetched() {
        var options = new RequestOptions()
                .setAbsoluteURI(jwksUrl)
                .setMethod(HttpMethod.GET)
                .setFollowRedirects(false);
        return client.request(options)
                .chain(request -> request.send())
                .chain(SigningKeys::body)
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .map(body -> parse(body.toString()))
                .invoke(fresh -> keys = fresh)
                .onFailure()
                .invoke(() -> failedAt = System.nanoTime())
                .onFailure()
                .transform(failure -> away());
    }

    private static ProblemException away() {
        return ProblemException.of(
                ProblemCode.UNAVAILABLE,
                "The issuer's keys cannot be fetched, so the token cannot be checked. Try again shortly.");
    }

    private static Uni<Buffer> body(HttpClientResponse response) {
        if (response.statusCode() != 200) {
            return Uni.createFrom().failure(new IllegalStateException("status " + response.statusCode()));
        }
        return response.toMulti().collect().in(Buffer::buffer, SigningKeys::append);
    }

    private static void append(Buffer whole, Buffer part) {
        if (whole.length() + part.length() > MAX_SET_BYTES) {
            throw new IllegalStateException("larger than " + MAX_SET_BYTES + " bytes");
        }
        whole.appendBuffer(part);
    }

    private static Map<String, PublicKey> parse(String json) {
        try {
            var found = new HashMap<String, PublicKey>();
            for (var key : new JsonWebKeySet(json).getJsonWebKeys()) {
                if (key.getKeyId() != null && key.getKey() instanceof PublicKey publicKey) {
                    found.put(key.getKeyId(), publicKey);
                }
            }
            return Map.copyOf(found);
        } catch (JoseException unreadable) {
            throw new IllegalStateException("the issuer's key set is unreadable", unreadable);
        }
    }
}
