package org.meridiandx.access;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/// The services' own [TokenVerifier] without a container around it. It stands in this package because the verifier's
/// parts are nobody else's business: made by their constructors, they cannot drift from what the services run.
@NullMarked
public final class SeenTokens implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final TokenVerifier verifier;

    /// @param issuer whose tokens are verified
    /// @param jwksUrl where its keys are
    public SeenTokens(String issuer, String jwksUrl) {
        Revocations nobody = known -> Uni.createFrom().item(Optional.empty());
        var issuers = new Issuers(vertx, Map::of, issuer, jwksUrl, "bench");
        verifier = new TokenVerifier(issuers, new RevokedTokens(nobody), Clock.systemUTC());
    }

    /// Verifies for the first time: with the signature, and with the issuer's keys where they are not known yet.
    public Caller verify(String token) {
        return verifier.verify(token, SeenTokens::noKey).await().indefinitely();
    }

    /// Verifies as an event loop does.
    ///
    /// @return nothing where the answer does not come at once, as it does for a token that was seen before
    public Optional<Caller> verifyAgain(String token) {
        var caller = new AtomicReference<@Nullable Caller>();
        verifier.verify(token, SeenTokens::noKey).subscribe().with(caller::set);
        return Optional.ofNullable(caller.get());
    }

    private static TokenVerifier.Binding noKey() {
        return new TokenVerifier.Binding(Optional.empty(), Optional.empty());
    }

    @Override
    public void close() {
        vertx.closeAndAwait();
    }
}
