package org.meridiandx.access;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/// This pod's copy of the list of revoked tokens, at most two seconds old while
/// identity-service answers.
///
/// It is fetched by the requests themselves, so that an idle pod asks nothing and a busy one
/// asks once in two seconds. While identity-service is away the copy stays in use: decisions
/// about records fail closed without it anyway.
@Singleton
class RevokedTokens {
    private static final Logger LOG = Logger.getLogger(RevokedTokens.class);
    private static final long FRESH_NANOS = Duration.ofSeconds(2).toNanos();
    private final Revocations revocations;
    private final AtomicLong askedAt = new AtomicLong(System.nanoTime() - FRESH_NANOS);
    private volatile Revocations.Listing list = new Revocations.Listing("", Map.of(), Map.of());

    RevokedTokens(Revocations revocations) {
        this.revocations = revocations;
    }

    boolean isDue() {
        return System.nanoTime() - askedAt.get() >= FRESH_NANOS;
    }

    /// Fetches the list when it is due. One request does it and waits; the others go on with
    /// the copy.
    Uni<Void> refresh() {
        var now = System.nanoTime();
        var asked = askedAt.get();
        return now - asked >= FRESH_NANOS && askedAt.compareAndSet(asked, now)
                ? fetch()
                : Uni.createFrom().voidItem();
    }

    boolean contains(String tokenId, String clientId, Instant issuedAt) {
        return list.names(tokenId, clientId, issuedAt);
    }

    private Uni<Void> fetch() {
        return revocations
                .newerThan(list.version())
                .invoke(newer -> newer.ifPresent(fresh -> list = fresh))
                .replaceWithVoid()
                .onFailure()
                .recoverWithUni(away -> {
                    LOG.debugf(
                            "the list of revoked tokens cannot be fetched: %s",
                            away.getClass().getName());
                    return Uni.createFrom().voidItem();
                });
    }
}
