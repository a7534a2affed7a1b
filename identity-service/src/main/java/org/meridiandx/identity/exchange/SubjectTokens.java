package org.meridiandx.identity.exchange;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meridiandx.fhir.OdsCode;
import org.meridiandx.identity.clients.ClientRules;
import org.meridiandx.identity.keysets.RemoteKeySets;
import org.meridiandx.identity.oauth.OAuthRefusal;
import org.meridiandx.identity.sessions.StaffReferences;
import org.meridiandx.jws.CompactJwt;

/// Checks the tokens of the providers that sign people in.
@ApplicationScoped
class SubjectTokens {
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(10);
    private static final Pattern PRACTITIONER = Pattern.compile("Practitioner/([A-Za-z0-9-]{1,64})");
    private final ExchangeConfig config;
    private final RemoteKeySets keys;
    private final StaffReferences references;
    private final Clock clock;

    SubjectTokens(ExchangeConfig config, RemoteKeySets keys, StaffReferences references, Clock clock) {
        this.references = references;
        this.config = config;
        this.keys = keys;
        this.clock = clock;
    }

    /// A wrong setting stops the start, not the first exchange.
    void check(@Observes StartupEvent start) {
        config.providers()
                .forEach((name, provider) -> ClientRules.requireRoleOfStaff(
                        "meridian.exchange.providers." + name + ".role", provider.role()));
    }

    /// The person that a good token speaks of.
    ///
    /// @param id with the name of the provider before it: another provider's people, and the region's
    /// clients, have other ids
    record Subject(
            String id,
            OdsCode organisation,
            String role,
            Optional<String> fhirUser,
            Optional<String> name,
            Instant expires) {}

    /// @return the person; fails with [OAuthRefusal] or [CompactJwt.Invalid] naming what is
    /// wrong with the token
    Uni<Subject> check(CompactJwt jwt) {
        var issuer = jwt.text("iss").orElse("");
        var known = config.providers().entrySet().stream()
                .filter(trusted -> trusted.getValue().issuer().equals(issuer))
                .findFirst()
                .orElseThrow(() -> OAuthRefusal.grant("iss: the subject_token comes from nobody who is trusted here."));
        return keys.find(known.getValue().jwksUri(), jwt.keyId())
                .map(key -> key.filter(published -> published.signed(jwt))
                        .orElseThrow(() -> OAuthRefusal.grant(
                                "signature: the subject_token is signed with no key that its issuer publishes.")))
                .map(key -> subjectOf(jwt, known.getKey(), known.getValue()));
    }

    private Subject subjectOf(CompactJwt jwt, String name, ExchangeConfig.Provider provider) {
        var now = clock.instant();
        var expires = jwt.time("exp").orElseThrow(() -> new CompactJwt.Invalid("exp", "it is missing."));
        if (!expires.isAfter(now)) {
            throw new CompactJwt.Invalid("exp", "the subject_token has expired. Sign in again.");
        }
        if (jwt.time("nbf").filter(now.plus(CLOCK_SKEW)::isBefore).isPresent()) {
            throw new CompactJwt.Invalid("nbf", "the subject_token is not valid yet.");
        }
        if (provider.audience().filter(audience -> !isFor(jwt, audience)).isPresent()) {
            throw new CompactJwt.Invalid("aud", "the subject_token was made for somebody else.");
        }
        var id = jwt.text(provider.subjectClaim())
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> new CompactJwt.Invalid(provider.subjectClaim(), "it is missing."));
        var organisation = jwt.text(provider.organisationClaim())
                .flatMap(OdsCode::parse)
                .orElseThrow(
                        () -> new CompactJwt.Invalid(provider.organisationClaim(), "it is missing or is no ODS code."));
        return new Subject(
                "exchange." + name + ":" + id,
                organisation,
                provider.role(),
                referenceOf(jwt, provider),
                jwt.text("name"),
                expires);
    }

    private Optional<String> referenceOf(CompactJwt jwt, ExchangeConfig.Provider provider) {
        return jwt.text(provider.fhirUserClaim()).map(said -> {
            var practitioner = PRACTITIONER.matcher(said);
            return Optional.of(practitioner)
                    .filter(Matcher::matches)
                    .flatMap(matched -> references.of(provider.issuer(), matched.group(1)))
                    .orElseThrow(() -> new CompactJwt.Invalid(provider.fhirUserClaim(), "it names no Practitioner."));
        });
    }

    private static boolean isFor(CompactJwt jwt, String audience) {
        return jwt.has("aud")
                ? jwt.audience().contains(audience)
                : jwt.text("client_id").equals(Optional.of(audience));
    }
}
