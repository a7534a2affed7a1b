package org.meridiandx.identity.grants;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.meridiandx.identity.clients.Client;
import org.meridiandx.identity.oauth.OAuthRefusal;
import org.meridiandx.identity.revocation.OtherTokens;
import org.meridiandx.identity.revocation.RevocationService;
import org.meridiandx.identity.sessions.Secret;
import org.meridiandx.identity.sessions.SessionService;

/// Codes and refresh tokens: each is taken once. Who shows one again ends everything that came of
/// it, because then two have it, and nobody knows which is the thief.
///
/// **Source:** RFC 6749 4.1.2 and 10.4, RFC 9700 2.2.2 and 4.5.
@ApplicationScoped
public class GrantService implements OtherTokens {
    private final GrantRepository repository;
    private final RevocationService revocations;
    private final SessionService sessions;
    private final GrantConfig config;
    private final Clock clock;

    GrantService(
            GrantRepository repository,
            RevocationService revocations,
            SessionService sessions,
            GrantConfig config,
            Clock clock) {
        this.repository = repository;
        this.revocations = revocations;
        this.sessions = sessions;
        this.config = config;
        this.clock = clock;
    }

    /// For how long a grant lasts at the most.
    ///
    /// @param offline whether it goes on without the person
    public Duration limit(boolean offline) {
        return offline ? config.offlineLimit() : config.onlineLimit();
    }

    /// Where a code may be redeemed.
    ///
    /// @param challenge PKCE S256
    public record Destination(Client client, String redirectUri, String challenge) {}

    /// @return the code, for the app alone
    public Uni<String> begin(GrantDetails details, Destination destination, String sessionHash) {
        var code = Secret.fresh();
        var now = clock.instant();
        var offline = List.of(details.scopes().split(" ")).contains("offline_access");
        var grant = new PersonGrant(
                UUID.randomUUID().toString(),
                destination.client().clientId(),
                sessionHash,
                details,
                offline,
                now.plus(limit(offline)));
        var bound = new GrantRepository.Code(
                Secret.digest(code),
                destination.redirectUri(),
                destination.challenge(),
                now.plus(config.codeValidity()));
        return repository.add(grant, bound, now).replaceWith(code);
    }

    /// @param shown what the app sends to get tokens
    Uni<PersonGrant> redeem(CodeProof shown) {
        var hash = Secret.digest(shown.code());
        var now = clock.instant();
        return repository
                .takeCode(hash, now)
                .chain(taken -> taken.map(code -> Uni.createFrom().item(() -> checked(code, shown, now)))
                        .orElseGet(() -> repeated(
                                repository.findByCode(hash),
                                "code: it is not known, or was used before. Everything that came of it is revoked.")));
    }

    private static PersonGrant checked(GrantRepository.TakenCode taken, CodeProof shown, Instant now) {
        if (!taken.clientId().equals(shown.clientId())) {
            throw OAuthRefusal.grant("code: it was made for another client.");
        }
        if (taken.isRevoked() || !taken.code().expires().isAfter(now)) {
            throw OAuthRefusal.grant("code: it has expired. Redeem it within a minute.");
        }
        if (!taken.code().redirectUri().equals(shown.redirectUri())) {
            throw OAuthRefusal.grant("redirect_uri: it must be the one of the authorization request.");
        }
        if (!CodeProof.isVerifier(shown.verifier())
                || !Secret.same(Secret.digest(shown.verifier()), taken.code().challenge())) {
            throw OAuthRefusal.grant("code_verifier: it does not match the code_challenge.");
        }
        return taken.grant();
    }

    /// Which client got a refresh token, used or not.
    Uni<Optional<String>> clientOf(String refreshToken) {
        return repository.findByRefresh(Secret.digest(refreshToken)).map(known -> known.map(PersonGrant::clientId));
    }

    /// Takes a refresh token. The app gets another one instead.
    Uni<PersonGrant> refresh(String token, String clientId, Optional<String> jkt) {
        var hash = Secret.digest(token);
        var now = clock.instant();
        return repository
                .findByRefresh(hash)
                .invoke(known -> requireOwn(known, clientId))
                .chain(known -> repository.takeRefresh(hash, now))
                .chain(taken -> taken.map(refresh -> Uni.createFrom().item(() -> checked(refresh, jkt, now)))
                        .orElseGet(() -> repeated(
                                repository.findByRefresh(hash),
                                "refresh_token reuse: it was used before. Everything that came of it is revoked:"
                                        + " the person signs in again.")))
                .call(this::requireSession);
    }

    /// Another client learns nothing and does no harm.
    private static void requireOwn(Optional<PersonGrant> known, String clientId) {
        if (known.filter(grant -> grant.clientId().equals(clientId)).isEmpty()) {
            throw OAuthRefusal.grant("refresh_token: the client has no such token.");
        }
    }

    private static PersonGrant checked(GrantRepository.TakenRefresh taken, Optional<String> jkt, Instant now) {
        if (taken.isRevoked()) {
            throw OAuthRefusal.grant("refresh_token: it was revoked. The person signs in again.");
        }
        if (!taken.expires().isAfter(now)) {
            throw OAuthRefusal.grant("refresh_token: it has expired. The person signs in again.");
        }
        if (taken.jkt().isPresent() && !taken.jkt().equals(jkt)) {
            throw OAuthRefusal.grant("refresh_token: it is bound to a key. Send a DPoP proof made by that key.");
        }
        return taken.grant();
    }

    private Uni<Void> requireSession(PersonGrant grant) {
        if (grant.isOffline()) {
            return Uni.createFrom().voidItem();
        }
        return sessions.findByHash(grant.sessionHash())
                .invoke(found -> {
                    if (found.isEmpty()) {
                        throw OAuthRefusal.grant("refresh_token: the person's session has ended. They sign in again.");
                    }
                })
                .replaceWithVoid();
    }

    private Uni<PersonGrant> repeated(Uni<Optional<PersonGrant>> known, String fault) {
        return known.chain(found -> found.map(grant -> revokeAll(List.of(grant.id()), grant.clientId()))
                        .orElseGet(() -> Uni.createFrom().voidItem()))
                .map(done -> {
                    throw OAuthRefusal.grant(fault);
                });
    }

    /// @return a new refresh token; fails where the grant was revoked meanwhile
    Uni<String> nextRefresh(PersonGrant grant, Optional<String> jkt) {
        var token = Secret.fresh();
        var idle = clock.instant().plus(config.refreshInactivity());
        var expires = idle.isBefore(grant.expires()) ? idle : grant.expires();
        return repository
                .addRefresh(grant.id(), Secret.digest(token), expires, jkt)
                .invoke(GrantService::requireLive)
                .replaceWith(token);
    }

    /// Notes an access token, so that it can be revoked with its grant.
    Uni<Void> note(PersonGrant grant, String tokenId, long secondsValid) {
        return repository
                .noteToken(grant.id(), tokenId, clock.instant().plusSeconds(secondsValid))
                .invoke(GrantService::requireLive)
                .replaceWithVoid();
    }

    private static void requireLive(boolean live) {
        if (!live) {
            throw OAuthRefusal.grant("grant: it was revoked meanwhile. The person signs in again.");
        }
    }

    /// Ends what apps got in a session, as far as it does not outlive it.
    public Uni<Void> endSession(String sessionHash) {
        return repository.ofSession(sessionHash).chain(ids -> revokeAll(ids, ""));
    }

    /// Ends everything that a person let any app do. Safe to repeat.
    public Uni<Void> endPerson(String subject) {
        return repository.ofPerson(subject).chain(ids -> revokeAll(ids, ""));
    }

    /// Ends everything that a person let an app do. Safe to repeat.
    public Uni<Void> endApp(String subject, String clientId) {
        return repository.ofApp(subject, clientId).chain(ids -> revokeAll(ids, clientId));
    }

    @Override
    public Uni<Boolean> isOwn(String token, String clientId) {
        return clientOf(token).map(Optional.of(clientId)::equals);
    }

    @Override
    public Uni<Void> revokeAllOf(String clientId) {
        return repository.revokeOfClient(clientId, clock.instant());
    }

    @Override
    public Uni<Void> revoke(String token, String clientId) {
        return repository
                .findByRefresh(Secret.digest(token))
                .chain(found -> found.filter(grant -> grant.clientId().equals(clientId))
                        .map(grant -> revokeAll(List.of(grant.id()), clientId))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private Uni<Void> revokeAll(List<String> grantIds, String clientId) {
        return repository
                .revoke(grantIds, clock.instant())
                .onItem()
                .transformToMulti(tokens -> Multi.createFrom().iterable(tokens.entrySet()))
                .onItem()
                .transformToUniAndConcatenate((Map.Entry<String, Instant> token) ->
                        revocations.revoke(token.getKey(), clientId, token.getValue()))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    @Scheduled(every = "10m", delayed = "4m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> forget() {
        return repository.forget(clock.instant());
    }
}
