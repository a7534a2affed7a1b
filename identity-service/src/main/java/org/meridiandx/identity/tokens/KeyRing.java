package org.meridiandx.identity.tokens;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.meridiandx.jws.JwsAlgorithm;

/// The region's keys: the one that signs now, the next, and those that tokens still run on.
///
/// The files are read again every half minute, so that a rotation needs no restart. Files that
/// are wrong change nothing and are named in the log.
@ApplicationScoped
public class KeyRing {
    private static final Logger LOG = Logger.getLogger(KeyRing.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Optional<Path> place;
    private final Clock clock;
    private final boolean pss;
    private volatile KeySchedule schedule;

    KeyRing(@ConfigProperty(name = "meridian.signing-key-file") Optional<Path> place, TokenConfig config, Clock clock) {
        this.place = place;
        this.clock = clock;
        this.pss = config.rsaAlgorithm() == TokenConfig.RsaAlgorithm.PS256;
        if (config.retiredKeyKept().compareTo(config.validity()) < 0) {
            throw new IllegalStateException(
                    "meridian.token.retired-key-kept must not be shorter than meridian.token.validity: "
                            + "the last tokens of a key would find it published no more.");
        }
        this.schedule = KeySchedule.of(first(place), config.keyLead(), config.retiredKeyKept());
    }

    private static List<KeyFiles.Dated> first(Optional<Path> place) {
        if (place.isEmpty()) {
            LOG.warn("meridian.signing-key-file is not set: tokens are signed with a key that dies with this process");
            return List.of(new KeyFiles.Dated(SigningKey.ephemeral(), java.time.Instant.EPOCH));
        }
        return KeyFiles.read(place.get());
    }

    /// The key that signs now.
    public SigningKey active() {
        return schedule.active(clock.instant());
    }

    /// A key by its id, retired ones too: what was signed long ago can still be checked while
    /// its file is there.
    public Optional<SigningKey> find(String keyId) {
        return schedule.find(keyId);
    }

    /// What a key of the ring signs with.
    public JwsAlgorithm algorithmOf(SigningKey key) {
        return key.algorithm(pss);
    }

    /// The algorithms of all published keys.
    List<String> algorithms() {
        return schedule.published(clock.instant()).stream()
                .map(key -> key.algorithm(pss).name())
                .distinct()
                .toList();
    }

    /// The published keys as JWK set.
    String toJwks() {
        var keys = schedule.published(clock.instant()).stream()
                .map(key -> key.toJwk(key.algorithm(pss)))
                .toList();
        try {
            return JSON.writeValueAsString(Map.of("keys", keys));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("the key set is not written", impossible);
        }
    }

    @Scheduled(every = "30s", delayed = "30s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void readAgain() {
        if (place.isEmpty()) {
            return;
        }
        try {
            var before = active().id();
            schedule = schedule.with(KeyFiles.read(place.get()), clock.instant());
            if (!active().id().equals(before)) {
                LOG.infof("tokens are signed with key %s from now on", active().id());
            }
        } catch (IllegalStateException wrong) {
            LOG.errorf("the signing keys stay as they were: %s", wrong.getMessage());
        }
    }
}
