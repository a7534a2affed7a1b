package org.meridiandx.identity.account;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.identity.clients.Client;
import org.meridiandx.identity.clients.ClientService;
import org.meridiandx.identity.grants.ConsentService;
import org.meridiandx.identity.oauth.OAuthForm;
import org.meridiandx.identity.oauth.OAuthRefusal;
import org.meridiandx.identity.pages.Html;
import org.meridiandx.identity.sessions.PersonTrail;
import org.meridiandx.identity.sessions.Secret;
import org.meridiandx.identity.sessions.Session;
import org.meridiandx.identity.sessions.SessionService;

/// `/oauth2/apps`: what the person has let apps do, and withdrawing it.
@Path("/oauth2/apps")
@Consumes(MediaType.WILDCARD)
public class AppsResource {
    private static final String FORM_NAME = "apps";
    private final SessionService sessions;
    private final ConsentService consents;
    private final ClientService clients;
    private final PersonTrail trail;
    private final PersonAnswers answers;

    AppsResource(
            SessionService sessions,
            ConsentService consents,
            ClientService clients,
            PersonTrail trail,
            PersonAnswers answers) {
        this.sessions = sessions;
        this.consents = consents;
        this.clients = clients;
        this.trail = trail;
        this.answers = answers;
    }

    @GET
    public Uni<Response> list() {
        return answers.guarded("apps", () -> session().chain(this::page));
    }

    @POST
    public Uni<Response> withdraw(byte[] body) {
        return answers.guarded("apps", () -> {
            var form = OAuthForm.parse("application/x-www-form-urlencoded", body);
            if (!Secret.same(form.find("token").orElse(""), formToken())) {
                throw new OAuthRefusal("invalid_request", 403, "token: the form was not given to this browser.");
            }
            var app = form.require("client_id", "Choose an app.");
            if (app.indexOf(0) >= 0) {
                throw OAuthRefusal.request("client_id: no app has such an id.");
            }
            return session()
                    .call(session -> trail.record(session.person(), withdrawn(session, app)))
                    .chain(session -> consents.withdraw(session.person().subject(), app))
                    .map(done -> answers.pages().redirect("/oauth2/apps"));
        });
    }

    private static AuditEntry withdrawn(Session session, String app) {
        return AuditEntry.change(
                "D", "withdraw-consent", "Device", app, session.person().patientId());
    }

    private Uni<Session> session() {
        var id = answers.cookies().session();
        return id.map(sessions::use)
                .orElseGet(() -> Uni.createFrom().item(java.util.Optional.empty()))
                .map(found -> found.orElseThrow(() -> new OAuthRefusal(
                        "login_required", 401, "session: you are not signed in. Open your app and sign in there.")));
    }

    private Uni<Response> page(Session session) {
        return consents.list(session.person().subject())
                .onItem()
                .transformToMulti(given -> Multi.createFrom().iterable(given.entrySet()))
                .onItem()
                .transformToUniAndConcatenate(this::row)
                .collect()
                .asList()
                .map(rows -> {
                    var list = Html.of();
                    if (rows.isEmpty()) {
                        list.add("<p>You have not let any app do anything.</p>");
                    }
                    rows.forEach(row -> list.add("%s", row));
                    list.add("<p><a href=\"/oauth2/sessions\">Where you are signed in</a> · "
                            + "<a href=\"/oauth2/logout\">Sign out</a></p>");
                    return answers.pages()
                            .page(200, "Your apps", list, "", session.person().isDemonstration());
                });
    }

    private Uni<Html> row(Map.Entry<String, String> given) {
        return clients.find(given.getKey())
                .map(client -> Html.of()
                        .add("<h2>%s</h2>", client.map(Client::name).orElse(given.getKey()))
                        .add("<p>It may use: %s</p>", given.getValue())
                        .add(
                                "<form method=\"post\" action=\"/oauth2/apps\">"
                                        + "<input type=\"hidden\" name=\"token\" value=\"%s\">"
                                        + "<input type=\"hidden\" name=\"client_id\" value=\"%s\">"
                                        + "<button>Withdraw</button></form>",
                                formToken(), given.getKey()));
    }

    private String formToken() {
        var browser = answers.cookies()
                .browser()
                .orElseThrow(() -> OAuthRefusal.request("cookie: this browser sent none. Allow cookies."));
        return Secret.formToken(browser, FORM_NAME);
    }
}
