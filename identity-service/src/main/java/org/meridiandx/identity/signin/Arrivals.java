package org.meridiandx.identity.signin;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.access.Scopes;
import org.meridiandx.identity.oauth.OAuthAnswers;
import org.meridiandx.identity.sessions.BrowserCookies;
import org.meridiandx.identity.sessions.Person;
import org.meridiandx.identity.sessions.Secret;
import org.meridiandx.identity.sessions.SessionService;

/// Begins the session of a person who has arrived, once its trace is kept.
@ApplicationScoped
class Arrivals {
    private final SessionService sessions;
    private final BrowserCookies cookies;
    private final AuditTrail audit;
    private final OAuthAnswers answers;

    Arrivals(SessionService sessions, BrowserCookies cookies, AuditTrail audit, OAuthAnswers answers) {
        this.sessions = sessions;
        this.cookies = cookies;
        this.audit = audit;
        this.answers = answers;
    }

    BrowserCookies cookies() {
        return cookies;
    }

    OAuthAnswers answers() {
        return answers;
    }

    /// A session that the browser had before ends: one browser, one person.
    Uni<String> begin(SignInService.Arrival arrival) {
        var before = cookies.session();
        return audit.record(callerOf(arrival.person()), List.of(entry()))
                .chain(() -> before.map(id -> sessions.end(Secret.digest(id)))
                        .orElseGet(() -> Uni.createFrom().voidItem()))
                .chain(() -> sessions.begin(arrival.person()));
    }

    private static AuditEntry entry() {
        return new AuditEntry("E", "sign-in", "ok", "", "", List.of(), "", "");
    }

    private static Caller callerOf(Person person) {
        var first = person.roles().stream().findFirst();
        return new Caller(
                person.subject(),
                first.map(role -> role.organisation()).orElse(""),
                first.map(role -> role.role()).orElse("patient"),
                Optional.of(person.fhirUser()),
                Optional.of(person.patientId()).filter(id -> !id.isEmpty()),
                "direct-care",
                new Scopes(List.of()));
    }
}
