package org.meridiandx.identity.account;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.meridiandx.identity.oauth.OAuthForm;
import org.meridiandx.identity.oauth.OAuthRefusal;
import org.meridiandx.identity.pages.Html;
import org.meridiandx.identity.pages.Pages;
import org.meridiandx.identity.sessions.Secret;

/// `/oauth2/logout`: signs out at once where the app shows the id token of this very session;
/// otherwise asks the person first, so that no other page can sign them out.
@Path("/oauth2/logout")
@Consumes(MediaType.WILDCARD)
public class SignOutResource {
    private static final String FORM_NAME = "sign-out";
    private final SignOutService service;
    private final PersonAnswers answers;
    private final CurrentVertxRequest connection;

    SignOutResource(SignOutService service, PersonAnswers answers, CurrentVertxRequest connection) {
        this.service = service;
        this.answers = answers;
        this.connection = connection;
    }

    @GET
    public Uni<Response> ask() {
        return answers.guarded(
                "logout",
                () -> decide(OAuthForm.query(connection.getCurrent().request().query())));
    }

    @POST
    public Uni<Response> signOut(byte[] body) {
        return answers.guarded("logout", () -> decide(OAuthForm.parse("application/x-www-form-urlencoded", body)));
    }

    private Uni<Response> decide(OAuthForm form) {
        return service.read(form).chain(wish -> {
            var session = answers.cookies().session();
            if (session.isEmpty()) {
                return Uni.createFrom().item(() -> done(wish));
            }
            var isKnown = wish.sid().equals(session.map(Secret::digest)) || isConfirmed(form);
            return isKnown
                    ? service.signOut(session.get()).map(ended -> done(wish))
                    : Uni.createFrom().item(() -> confirm(form, wish));
        });
    }

    private boolean isConfirmed(OAuthForm form) {
        var browser = answers.cookies().browser();
        return browser.isPresent()
                && Secret.same(form.find("token").orElse(""), Secret.formToken(browser.get(), FORM_NAME));
    }

    private Response confirm(OAuthForm form, SignOutService.Wish wish) {
        var browser = answers.cookies()
                .browser()
                .orElseThrow(() -> OAuthRefusal.request("cookie: this browser sent none. Allow cookies."));
        var fields = Html.of()
                .add("<input type=\"hidden\" name=\"token\" value=\"%s\">", Secret.formToken(browser, FORM_NAME));
        for (var name : new String[] {"post_logout_redirect_uri", "client_id", "id_token_hint", "state"}) {
            form.find(name)
                    .ifPresent(value -> fields.add("<input type=\"hidden\" name=\"%s\" value=\"%s\">", name, value));
        }
        var content = Html.of()
                .add(
                        "<p>This signs you out of all apps that you opened from this browser.</p>"
                                + "<form method=\"post\" action=\"/oauth2/logout\">%s<button>Sign out</button></form>",
                        fields);
        var target = wish.address().isEmpty() ? "" : Pages.originOf(wish.address());
        return answers.pages().page(200, "Do you want to sign out?", content, target, false);
    }

    private Response done(SignOutService.Wish wish) {
        var cookie = answers.cookies().clearSession();
        if (!wish.address().isEmpty()) {
            return answers.pages().redirect(wish.address(), cookie);
        }
        var page = answers.pages().page(200, "You are signed out", Html.of().add("<p>You can close this window.</p>"));
        return Response.fromResponse(page).header("Set-Cookie", cookie).build();
    }
}
