package org.meridiandx.identity.account;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.meridiandx.identity.oauth.OAuthForm;
import org.meridiandx.identity.oauth.OAuthRefusal;
import org.meridiandx.identity.pages.Html;
import org.meridiandx.identity.sessions.Secret;
import org.meridiandx.identity.sessions.Session;
import org.meridiandx.identity.sessions.SessionService;

/// `/oauth2/sessions`: where the person is signed in, and signing out there.
@Path("/oauth2/sessions")
@Consumes(MediaType.WILDCARD)
public class SessionsResource {
    private static final String FORM_NAME = "sessions";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMMM uuuu 'at' HH:mm", Locale.UK).withZone(ZoneId.of("Europe/London"));
    private final SessionService sessions;
    private final SignOutService signOut;
    private final PersonAnswers answers;

    SessionsResource(SessionService sessions, SignOutService signOut, PersonAnswers answers) {
        this.sessions = sessions;
        this.signOut = signOut;
        this.answers = answers;
    }

    @GET
    public Uni<Response> list() {
        return answers.guarded(
                "sessions",
                () -> session().chain(own -> sessions.listOf(own.person()).map(all -> page(own, all))));
    }

    /// Ends a session of this person and no other's. Safe to repeat.
    @POST
    public Uni<Response> end(byte[] body) {
        return answers.guarded("sessions", () -> {
            var form = OAuthForm.parse("application/x-www-form-urlencoded", body);
            if (!Secret.same(form.find("token").orElse(""), formToken())) {
                throw new OAuthRefusal("invalid_request", 403, "token: the form was not given to this browser.");
            }
            var hash = form.require("session", "Choose where to sign out.");
            return session()
                    .chain(own -> sessions.listOf(own.person()))
                    .chain(all ->
                            all.stream().anyMatch(one -> one.session().hash().equals(hash))
                                    ? signOut.signOutByHash(hash)
                                    : Uni.createFrom().voidItem())
                    .map(done -> answers.pages().redirect("/oauth2/sessions"));
        });
    }

    private Uni<Session> session() {
        return answers.cookies()
                .session()
                .map(sessions::use)
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                .map(found -> found.orElseThrow(() -> new OAuthRefusal(
                        "login_required", 401, "session: you are not signed in. Open your app and sign in there.")));
    }

    private Response page(Session own, List<SessionService.Listed> all) {
        var content = Html.of();
        all.forEach(one -> content.add("%s", row(one, own)));
        content.add("<p><a href=\"/oauth2/apps\">Your apps</a> · <a href=\"/oauth2/logout\">Sign out</a></p>");
        return answers.pages()
                .page(200, "Where you are signed in", content, "", own.person().isDemonstration());
    }

    /// Out of this browser leads the link below.
    private Html row(SessionService.Listed one, Session own) {
        var isThis = one.session().hash().equals(own.hash());
        var row = Html.of()
                .add("<h2>%s</h2>", isThis ? "This browser" : "Another browser")
                .add("<p>Since %s, last used %s.</p>", time(one.session().startedAt()), time(one.lastSeen()));
        return isThis
                ? row
                : row.add(
                        "<form method=\"post\" action=\"/oauth2/sessions\">"
                                + "<input type=\"hidden\" name=\"token\" value=\"%s\">"
                                + "<input type=\"hidden\" name=\"session\" value=\"%s\">"
                                + "<button>Sign out there</button></form>",
                        formToken(), one.session().hash());
    }

    private static String time(Instant at) {
        return TIME.format(at);
    }

    private String formToken() {
        var browser = answers.cookies()
                .browser()
                .orElseThrow(() -> OAuthRefusal.request("cookie: this browser sent none. Allow cookies."));
        return Secret.formToken(browser, FORM_NAME);
    }
}
