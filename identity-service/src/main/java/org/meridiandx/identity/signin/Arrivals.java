package org.meridiandx.identity.signin;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.identity.oauth.OAuthAnswers;
import org.meridiandx.identity.sessions.BrowserCookies;
import org.meridiandx.identity.sessions.PersonTrail;
import org.meridiandx.identity.sessions.Secret;
import org.meridiandx.identity.sessions.SessionService;

/// Begins the session of a person who has arrived, once its trace is kept.
@ApplicationScoped
class Arrivals {
    private final SessionService sessions;
    private final BrowserCookies cookies;
    private final PersonTrail trail;
    private final OAuthAnswers answers;

    Arrivals(SessionService sessions, BrowserCookies cookies, PersonTrail trail, OAuthAnswers answers) {
        this.sessions = sessions;
        this.cookies = cookies;
        this.trail = trail;
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
        return trail.record(arrival.person(), entry())
                .chain(() -> before.map(id -> sessions.end(Secret.digest(id)))
                        .orElseGet(() -> Uni.createFrom().voidItem()))
                .chain(() -> sessions.begin(arrival.person()));
    }

    private static AuditEntry entry() {
        return new AuditEntry("E", "sign-in", "ok", "", "", List.of(), "", "");
    }
}
