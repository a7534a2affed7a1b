package org.meridiandx.identity.revocation;

import io.quarkus.arc.All;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.identity.clients.Client;
import org.meridiandx.identity.tokens.KeyRing;
import org.meridiandx.jws.CompactJwt;

/// Reads access tokens that this region issued, with the region's own keys.
@ApplicationScoped
public class OwnTokens {
    private final KeyRing keys;
    private final RevocationService revocations;
    private final Clock clock;
    private final String issuer;
    private final List<OtherTokens> others;

    OwnTokens(
            KeyRing keys,
            RevocationService revocations,
            Clock clock,
            @All List<OtherTokens> others,
            @ConfigProperty(name = "meridian.issuer") String issuer) {
        this.keys = keys;
        this.revocations = revocations;
        this.clock = clock;
        this.others = List.copyOf(others);
        this.issuer = issuer;
    }

    /// @param jwt its claims, believed
    public record OwnToken(CompactJwt jwt, String id, String clientId, Instant issuedAt, Instant expires) {}

    /// An access token that we signed and that has not expired; revoked or not. Nothing else that we
    /// sign is one, such as an id token. **Source:** RFC 9068 4, RFC 8725 3.11.
    public Optional<OwnToken> read(String token) {
        try {
            var jwt = CompactJwt.read(token);
            var isOurs = keys.find(jwt.keyId())
                    .filter(key -> jwt.isSignedBy(key.publicKey()))
                    .filter(key -> jwt.text("iss").equals(Optional.of(issuer)))
                    .filter(key -> jwt.type().equals(Optional.of("at+jwt")))
                    .isPresent();
            var now = clock.instant();
            var expires = jwt.time("exp").filter(now::isBefore);
            if (!isOurs || expires.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new OwnToken(
                    jwt,
                    jwt.text("jti").orElse(""),
                    jwt.text("client_id").orElse(""),
                    jwt.time("iat").orElse(Instant.EPOCH),
                    expires.get()));
        } catch (CompactJwt.Invalid foreign) {
            return Optional.empty();
        }
    }

    /// Revokes a token of another kind that is the client's own, once that is written down. Safe to
    /// repeat.
    Uni<Void> revokeOther(String token, Client client) {
        return each(kind -> kind.isOwn(token, client.clientId())
                .chain(isOwn -> isOwn
                        ? revocations
                                .leaveTrace(client, "refresh-token")
                                .chain(() -> kind.revoke(token, client.clientId()))
                        : Uni.createFrom().voidItem()));
    }

    /// Revokes all that a client has: access tokens, and what it would get new ones by. Safe to repeat.
    public Uni<Void> revokeAllOf(String clientId) {
        return revocations.revokeAllOf(clientId).chain(() -> endOthersOf(clientId));
    }

    /// Ends what a client would get new access tokens by. Safe to repeat.
    public Uni<Void> endOthersOf(String clientId) {
        return each(kind -> kind.revokeAllOf(clientId));
    }

    private Uni<Void> each(Function<OtherTokens, Uni<Void>> work) {
        return Multi.createFrom()
                .iterable(others)
                .onItem()
                .transformToUniAndConcatenate(work::apply)
                .collect()
                .asList()
                .replaceWithVoid();
    }

    /// As it stands in the database now.
    public Uni<Boolean> isRevoked(OwnToken token) {
        return revocations.isRevoked(token.id(), token.clientId(), token.issuedAt());
    }
}
