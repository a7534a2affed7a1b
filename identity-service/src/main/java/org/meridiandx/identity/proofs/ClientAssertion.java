package org.meridiandx.identity.proofs;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.meridiandx.identity.keysets.KeySet;
import org.meridiandx.jws.CompactJwt;

/// The signed JWT that a client shows instead of a password, read but not yet believed.
///
/// **Source:** RFC 7523 3, RFC 8725, NHS England application-restricted APIs.
final class ClientAssertion {
    static final Duration CLOCK_SKEW = Duration.ofSeconds(10);
    private static final int MAX_JTI_CHARS = 255;
    private final CompactJwt jwt;

    private ClientAssertion(CompactJwt jwt) {
        this.jwt = jwt;
    }

    /// What a good assertion proves.
    ///
    /// @param jti to be remembered until `expires`
    record Proof(String jti, Instant expires) {}

    /// Where an assertion may be addressed to, and how long it may live.
    ///
    /// @param endpoint the same in words
    record Expectation(Set<String> audiences, String endpoint, Duration longestValidity, Instant now) {}

    /// @throws CompactJwt.Invalid when it is no signed JWT of an allowed kind
    static ClientAssertion read(String token) {
        var jwt = CompactJwt.read(token);
        if (!jwt.type()
                .map(type -> type.equals("jwt") || type.equals("client-authentication+jwt"))
                .orElse(true)) {
            throw new CompactJwt.Invalid("typ", "a client assertion has typ JWT.");
        }
        return new ClientAssertion(jwt);
    }

    /// The key that it says it is signed with: a name to look up in the client's registration.
    String keyId() {
        return jwt.keyId();
    }

    /// Who it says it is from, where `sub` says nothing.
    ///
    /// @throws CompactJwt.Invalid when `iss` or `iat` is missing
    String issuer() {
        if (jwt.time("iat").isEmpty()) {
            throw new CompactJwt.Invalid("iat", "it is missing.");
        }
        return jwt.text("iss")
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> new CompactJwt.Invalid("iss", "it is missing. Set it to the client id."));
    }

    /// Who it says it is from.
    ///
    /// @throws CompactJwt.Invalid when `iss` and `sub` are not both the client id
    String claimedClient() {
        var issuer = jwt.text("iss").filter(text -> !text.isEmpty());
        if (issuer.isEmpty()) {
            throw new CompactJwt.Invalid("iss", "it is missing. Set iss and sub to the client id.");
        }
        if (!issuer.equals(jwt.text("sub"))) {
            throw new CompactJwt.Invalid("sub", "iss and sub must both be the client id.");
        }
        return issuer.get();
    }

    /// Checks signature, then claims. Some tens of microseconds for RSA, some hundreds for EC.
    ///
    /// @throws CompactJwt.Invalid naming the claim that is wrong
    Proof verify(KeySet.Entry key, Expectation expected) {
        if (!key.signed(jwt)) {
            throw new CompactJwt.Invalid("signature", "it does not match the registered key of that kid and alg.");
        }
        if (!expected.audiences().containsAll(jwt.audience())) {
            throw new CompactJwt.Invalid("aud", "must be " + expected.endpoint() + ".");
        }
        var jti = jwt.text("jti")
                .filter(id -> !id.isBlank() && id.length() <= MAX_JTI_CHARS && id.indexOf(0) < 0)
                .orElseThrow(() -> new CompactJwt.Invalid(
                        "jti", "must be there, unique, and of at most " + MAX_JTI_CHARS + " characters."));
        return new Proof(jti, requireTimes(expected));
    }

    private Instant requireTimes(Expectation expected) {
        var now = expected.now();
        var expires = jwt.time("exp").orElseThrow(() -> new CompactJwt.Invalid("exp", "it is missing."));
        if (expires.isAfter(now.plus(expected.longestValidity()).plus(CLOCK_SKEW))) {
            throw new CompactJwt.Invalid(
                    "exp", "at most " + expected.longestValidity().toMinutes() + " minutes ahead.");
        }
        if (!expires.plus(CLOCK_SKEW).isAfter(now)) {
            throw new CompactJwt.Invalid("exp", "the assertion has expired. Check the clock that it was made by.");
        }
        requirePast("iat", now);
        requirePast("nbf", now);
        return expires;
    }

    private void requirePast(String claim, Instant now) {
        if (jwt.time(claim).filter(now.plus(CLOCK_SKEW)::isBefore).isPresent()) {
            throw new CompactJwt.Invalid(
                    claim, "the assertion comes from the future. Check the clock that it was made by.");
        }
    }

    @Override
    public String toString() {
        return "ClientAssertion[redacted]";
    }
}
