package org.meridiandx.identity.revocation;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Revocations;
import org.meridiandx.identity.clients.Client;
import org.meridiandx.identity.clients.ClientService;

/// Keeps the list of what was revoked. Every service asks for it each two seconds while it has
/// requests to answer.
@ApplicationScoped
public class RevocationService implements Revocations {
    /// No token lives longer than this.
    private static final Duration LONGEST_TOKEN = Duration.ofHours(12);

    private static final Duration CLOCK_SKEW = Duration.ofSeconds(10);
    private final RevocationRepository repository;
    private final AuditTrail audit;
    private final Clock clock;

    RevocationService(RevocationRepository repository, AuditTrail audit, Clock clock) {
        this.repository = repository;
        this.audit = audit;
        this.clock = clock;
    }

    /// Writes down that a client revokes a token, before it counts.
    ///
    /// @param kind `access-token` or `refresh-token`
    Uni<Void> leaveTrace(Client client, String kind) {
        return audit.record(
                client.asCaller(), List.of(new AuditEntry("D", "revoke", "ok", kind, "", List.of(), "", "")));
    }

    /// Revokes one token. Safe to repeat.
    public Uni<Void> revoke(String tokenId, String clientId, Instant expires) {
        return repository.revokeToken(tokenId, clientId, expires.plus(CLOCK_SKEW));
    }

    /// Revokes all tokens that a client has, and those that a pod may issue until it hears of it.
    public Uni<Void> revokeAllOf(String clientId) {
        var upTo = clock.instant().plus(ClientService.REMEMBERED).plusSeconds(1).truncatedTo(ChronoUnit.SECONDS);
        return repository.revokeClient(clientId, upTo, upTo.plus(LONGEST_TOKEN));
    }

    /// Whether one token was revoked, as it stands in the database now.
    Uni<Boolean> isRevoked(String tokenId, String clientId, Instant issuedAt) {
        return repository.isRevoked(tokenId, clientId, issuedAt);
    }

    @Override
    public Uni<Optional<Listing>> newerThan(String known) {
        var now = clock.instant();
        return repository
                .tokens(now)
                .chain(tokens -> repository
                        .clients(now)
                        .map(clients -> new Listing(versionOf(tokens, clients), tokens, clients)))
                .map(listing ->
                        Optional.of(listing).filter(fresh -> !fresh.version().equals(known)));
    }

    private static String versionOf(Map<String, Instant> tokens, Map<String, Instant> clients) {
        var content = new TreeMap<>(tokens) + "|" + new TreeMap<>(clients);
        return UUID.nameUUIDFromBytes(content.getBytes(StandardCharsets.UTF_8)).toString();
    }

    @Scheduled(every = "10m", delayed = "2m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> forget() {
        return repository.forget(clock.instant());
    }
}
