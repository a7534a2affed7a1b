package org.meridiandx.access;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meridiandx.jws.CompactJwt;

/// What a token of another region must be, and whom it stands for here. Pure.
///
/// It was made for this region and no other, for a minute; it says which region asks, for whom and
/// why. Another region can send people who read: it cannot make anybody an operator, an auditor or
/// a loader here, nor write, nor speak for a patient of ours, whose ids it does not know. What such
/// a caller may see is decided by this region's own rules.
///
/// **Source:** architecture 5; RFC 8693, RFC 9068, RFC 8725 3.8 to 3.10. **Hazard:** a region whose
/// key was stolen rules this one.
final class RegionTokenRule {
    private static final Duration LONGEST_LIFE = Duration.ofSeconds(60);
    private static final Set<String> ROLES = Set.of("clinician", "radiologist", "laboratory", "archive");
    private static final String FHIR_BASE = "/fhir/R4/";

    private RegionTokenRule() {}

    /// @param region name of the region that issued it, as the settings here know it
    /// @param here this region's issuer URL
    /// @throws CompactJwt.Invalid naming the claim that is wrong
    static void check(CompactJwt jwt, String region, String here) {
        require(
                jwt.audience().equals(List.of(here)),
                "aud",
                "the token of another region is made for this region and no other.");
        require(
                jwt.text("region").equals(Optional.of(region)),
                "region",
                "the token does not name the region that it comes from.");
        var issued = jwt.time("iat").orElseThrow(() -> new CompactJwt.Invalid("iat", "it is missing."));
        var expires = jwt.time("exp").orElseThrow(() -> new CompactJwt.Invalid("exp", "it is missing."));
        require(
                !expires.isAfter(issued.plus(LONGEST_LIFE)),
                "exp",
                "the token of another region lives for 60 seconds at most.");
        require(has(jwt, "jti"), "jti", "it is missing.");
        require(has(jwt, "sub") && has(jwt, "client_id"), "sub", "the token does not say who asks.");
        require(has(jwt, "organisation"), "organisation", "the token names no organisation.");
        require(has(jwt, "purpose"), "purpose", "the token does not say why it is asked.");
        require(
                jwt.text("role").filter(ROLES::contains).isPresent(),
                "role",
                "people of other regions ask here as clinician, radiologist, laboratory or archive.");
    }

    /// The caller that a token of this region would make, made one of the other region: names are
    /// its own and so carry its name or address, and scopes read only.
    ///
    /// @param local what the claims say
    /// @param region name of the other region
    /// @param issuer its URL
    static Caller callerOf(Caller local, String region, String issuer) {
        return new Caller(
                region + ":" + local.clientId(),
                local.organisation(),
                local.role(),
                local.user().map(user -> user.startsWith(issuer + FHIR_BASE) ? user : issuer + FHIR_BASE + user),
                Optional.empty(),
                local.purpose(),
                local.scopes().readOnly(),
                local.signedIn(),
                Optional.of(region));
    }

    private static boolean has(CompactJwt jwt, String claim) {
        return jwt.text(claim).filter(text -> !text.isBlank()).isPresent();
    }

    private static void require(boolean good, String claim, String fault) {
        if (!good) {
            throw new CompactJwt.Invalid(claim, fault);
        }
    }
}
