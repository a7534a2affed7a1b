package org.meridiandx.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import org.meridiandx.jws.CompactJwt;
import org.meridiandx.jws.JwsAlgorithm;

/// Checks that whoever shows a token holds the key that the token is bound to: by a DPoP proof,
/// or by the client certificate that the gateway saw.
///
/// **Source:** RFC 9449 (DPoP), RFC 8705 3 (certificate-bound tokens).
@ApplicationScoped
public class SenderProofs {
    private static final Set<JwsAlgorithm> ALGORITHMS =
            EnumSet.of(JwsAlgorithm.ES256, JwsAlgorithm.ES384, JwsAlgorithm.RS256, JwsAlgorithm.PS256);
    private static final Duration PROOF_LIFE = Duration.ofSeconds(60);
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(10);
    private static final int MAX_JTI_CHARS = 255;
    private static final Pattern CERTIFICATE_HASH =
            Pattern.compile("(?:^|;)Hash=([0-9a-fA-F]{64})(?=;|$)", Pattern.CASE_INSENSITIVE);
    private final String baseUrl;
    private final Set<String> trustedProxies;
    private final Clock clock;
    private final Cache<String, Boolean> seen = Caffeine.newBuilder()
            .maximumSize(500_000)
            .expireAfterWrite(PROOF_LIFE.plus(CLOCK_SKEW).plus(CLOCK_SKEW))
            .build();

    SenderProofs(
            @ConfigProperty(name = "meridian.issuer") String baseUrl,
            @ConfigProperty(name = "meridian.client-certificate.trusted-proxies") Optional<List<String>> proxies,
            Clock clock) {
        this.baseUrl = baseUrl;
        this.trustedProxies = Set.copyOf(proxies.orElse(List.of()));
        this.clock = clock;
    }

    /// A proof that was found good.
    ///
    /// @param thumbprint of its public key (RFC 7638): what `cnf.jkt` holds
    /// @param jti its unique id, as a digest together with the key, for whoever remembers it
    /// longer than this pod
    public record DpopProof(String thumbprint, String jti) {}

    /// Checks a DPoP proof for one request; a second proof with the same `jti` is refused by
    /// this pod.
    ///
    /// @param proof the DPoP header
    /// @param method HTTP method of the request
    /// @param path path of the request below the public base URL
    /// @param accessToken the token that it goes with; empty at the token endpoint
    /// @throws CompactJwt.Invalid saying what is wrong
    public DpopProof dpop(String proof, String method, String path, Optional<String> accessToken) {
        var jwt = CompactJwt.readWithKey(proof);
        if (!jwt.type().equals(Optional.of("dpop+jwt"))) {
            throw new CompactJwt.Invalid("typ", "a proof has typ dpop+jwt.");
        }
        if (!ALGORITHMS.contains(jwt.algorithm())) {
            throw new CompactJwt.Invalid("alg", "sign proofs with ES256, ES384, RS256 or PS256.");
        }
        var key = publicKeyOf(jwt);
        if (!jwt.isSignedBy(key.getPublicKey())) {
            throw new CompactJwt.Invalid("jwk", "the signature does not match the key in the header.");
        }
        requireSame(jwt, "htm", method);
        requireUrl(jwt, path);
        requireRecent(jwt);
        if (accessToken.isPresent()) {
            requireSame(jwt, "ath", sha256(accessToken.get()));
        }
        var thumbprint = key.calculateBase64urlEncodedThumbprint("SHA-256");
        return new DpopProof(thumbprint, requireFirstUse(jwt, thumbprint));
    }

    /// The digest of the client certificate that the gateway saw: what `cnf.x5t#S256` holds.
    ///
    /// The header is looked at only when the connection comes from a proxy that the settings name;
    /// it must speak of one certificate. **Source:** Envoy, `x-forwarded-client-cert`.
    public Optional<String> certificate(List<String> headers, String remoteAddress) {
        if (!trustedProxies.contains(remoteAddress) || headers.size() != 1) {
            return Optional.empty();
        }
        var header = headers.getFirst();
        var hash = CERTIFICATE_HASH.matcher(header);
        if (header.length() > CompactJwt.MAX_CHARS || header.indexOf(',') >= 0 || !hash.find()) {
            return Optional.empty();
        }
        var digest = HexFormat.of().parseHex(hash.group(1).toLowerCase(Locale.ROOT));
        return hash.find()
                ? Optional.empty()
                : Optional.of(Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
    }

    private static PublicJsonWebKey publicKeyOf(CompactJwt jwt) {
        var members = jwt.embeddedKey();
        if (members.containsKey("d") || members.containsKey("k") || members.containsKey("p")) {
            throw new CompactJwt.Invalid("jwk", "the header holds a private or shared secret. That key is burnt now.");
        }
        try {
            var key = PublicJsonWebKey.Factory.newPublicJwk(members);
            if (key.getPublicKey() != null && jwt.algorithm().fits(key.getPublicKey())) {
                return key;
            }
        } catch (JoseException | RuntimeException malformed) {
            throw new CompactJwt.Invalid("jwk", "the key in the header cannot be read.");
        }
        throw new CompactJwt.Invalid("alg", "it does not fit the key in the header.");
    }

    private static void requireSame(CompactJwt jwt, String claim, String expected) {
        var shown = jwt.text(claim).orElse("");
        if (!MessageDigest.isEqual(shown.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8))) {
            throw new CompactJwt.Invalid(claim, "the proof was not made for this request.");
        }
    }

    /// Query and fragment do not count.
    private void requireUrl(CompactJwt jwt, String path) {
        var url = jwt.text("htu").orElse("");
        var end = (int) url.chars().takeWhile(c -> c != '?' && c != '#').count();
        if (!url.substring(0, end).equals(baseUrl + path)) {
            throw new CompactJwt.Invalid("htu", "the proof was not made for this address below " + baseUrl + ".");
        }
    }

    private void requireRecent(CompactJwt jwt) {
        var now = clock.instant();
        var issuedAt = jwt.time("iat").orElseThrow(() -> new CompactJwt.Invalid("iat", "it is missing."));
        if (issuedAt.isAfter(now.plus(CLOCK_SKEW))
                || issuedAt.isBefore(now.minus(PROOF_LIFE).minus(CLOCK_SKEW))) {
            throw new CompactJwt.Invalid(
                    "iat",
                    "a proof is good for " + PROOF_LIFE.toSeconds() + " seconds. Check the clock it was made by.");
        }
    }

    private String requireFirstUse(CompactJwt jwt, String thumbprint) {
        var jti = jwt.text("jti").filter(id -> !id.isBlank() && id.length() <= MAX_JTI_CHARS);
        var digest = sha256(
                thumbprint + ":" + jti.orElseThrow(() -> new CompactJwt.Invalid("jti", "it is missing or too long.")));
        if (seen.asMap().putIfAbsent(digest, Boolean.TRUE) != null) {
            throw new CompactJwt.Invalid("jti", "this proof was used before. Make a new one for each request.");
        }
        return digest;
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("no SHA-256 on this JVM", impossible);
        }
    }
}
