package org.meridiandx.identity.keysets;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/// Key sets that partners publish, remembered for minutes and fetched again when an unknown key
/// id is met.
///
/// One address is asked at most once a minute, whatever tokens come: nobody can make this
/// service a load generator. While an address does not answer, what it said before is used for
/// an hour.
@ApplicationScoped
public class RemoteKeySets {
    private static final Logger LOG = Logger.getLogger(RemoteKeySets.class);
    private static final int MAX_SETS = 2_000;
    private static final Duration LONGEST_USE = Duration.ofHours(1);
    private final KeySetFetcher fetcher;
    private final KeySetConfig config;
    private final Clock clock;
    private final Cache<URI, Remembered> sets =
            Caffeine.newBuilder().maximumSize(MAX_SETS).build();

    RemoteKeySets(KeySetFetcher fetcher, KeySetConfig config, Clock clock) {
        this.fetcher = fetcher;
        this.config = config;
        this.clock = clock;
    }

    /// @throws IllegalArgumentException saying why keys may not be fetched from there
    public void requireAllowed(URI address) {
        fetcher.requireAllowed(address);
    }

    /// Finds a key by its id.
    ///
    /// @return empty when the set has no such key, or cannot be had
    public Uni<Optional<KeySet.Entry>> find(URI address, String keyId) {
        var now = clock.instant();
        var known = Optional.ofNullable(sets.getIfPresent(address));
        var found = known.flatMap(set -> set.find(keyId, now));
        var isDue = known.map(set -> set.askedAt()
                        .plus(found.isPresent() ? config.rememberedFor() : config.refetchPause())
                        .isBefore(now))
                .orElse(true);
        if (!isDue) {
            return Uni.createFrom().item(found);
        }
        var before = known.orElse(new Remembered(Optional.empty(), now, now));
        sets.put(address, new Remembered(before.set(), before.fetchedAt(), now));
        return fetcher.fetch(address)
                .invoke(set -> sets.put(address, new Remembered(Optional.of(set), now, now)))
                .map(set -> set.find(keyId))
                .onFailure()
                .recoverWithItem(away -> {
                    LOG.warnf(
                            "the key set at %s cannot be fetched: %s",
                            address.getHost(), away.getClass().getSimpleName());
                    return found;
                });
    }

    private record Remembered(Optional<KeySet> set, Instant fetchedAt, Instant askedAt) {
        Optional<KeySet.Entry> find(String keyId, Instant now) {
            return fetchedAt.plus(LONGEST_USE).isBefore(now) ? Optional.empty() : set.flatMap(keys -> keys.find(keyId));
        }
    }
}
