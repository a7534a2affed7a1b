package org.meridiandx.identity.signin;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.meridiandx.identity.oauth.OAuthForm;
import org.meridiandx.identity.oauth.OAuthRefusal;
import org.meridiandx.identity.oauth.QueryText;
import org.meridiandx.identity.pages.Html;
import org.meridiandx.identity.pages.Pages;

/// `/oauth2/sign-in`: to a provider and back. Every address here is one of ours; where the browser
/// goes afterwards is kept with us.
@Path("/oauth2/sign-in")
public class SignInResource {
    private static final String ADVICE = "Go back to the app and start again. If it happens again, ask the region's"
            + " support and tell them the words above.";
    private final SignInService service;
    private final Providers providers;
    private final Arrivals arrivals;
    private final Pages pages;
    private final CurrentVertxRequest connection;

    SignInResource(
            SignInService service,
            Providers providers,
            Arrivals arrivals,
            Pages pages,
            CurrentVertxRequest connection) {
        this.service = service;
        this.providers = providers;
        this.arrivals = arrivals;
        this.pages = pages;
        this.connection = connection;
    }

    /// Lets the person choose who signs them in.
    @GET
    public Uni<Response> choose() {
        return guarded(() -> {
            var interaction = query().require("interaction", "Start again from the app.");
            var all = providers.all();
            return switch (all.size()) {
                case 0 ->
                    throw new OAuthRefusal(
                            "temporarily_unavailable", 503, "provider: no sign-in service is set up in this region.");
                case 1 -> Uni.createFrom().item(pages.redirect(addressOf(all.getFirst(), interaction)));
                default -> Uni.createFrom().item(choice(interaction));
            };
        });
    }

    private Response choice(String interaction) {
        var list = Html.of().add("<p>Choose how you sign in.</p>").add("<ul>");
        var isDemonstration = false;
        for (var provider : providers.all()) {
            isDemonstration |= provider.isDemonstration();
            list.add(
                    "<li><a class=\"button\" href=\"%s\">%s</a></li>",
                    addressOf(provider, interaction), provider.title());
        }
        return pages.page(200, "Sign in", list.add("</ul>"), "", isDemonstration);
    }

    private static String addressOf(Provider provider, String interaction) {
        return QueryText.append("/oauth2/sign-in/to/" + provider.name(), Map.of("interaction", interaction));
    }

    @GET
    @Path("/to/{provider}")
    public Uni<Response> send(@PathParam("provider") String provider) {
        return guarded(() -> {
            var browser = arrivals.cookies()
                    .browser()
                    .orElseThrow(() -> OAuthRefusal.request("cookie: this browser sent none. Allow cookies."));
            return service.send(provider, query().require("interaction", "Start again from the app."), browser)
                    .map(pages::redirect);
        });
    }

    @GET
    @Path("/callback")
    public Uni<Response> receive() {
        return guarded(() -> service.receive(query(), arrivals.cookies().browser())
                .chain(arrival -> arrivals.begin(arrival)
                        .map(session -> pages.redirect(
                                QueryText.append(
                                        "/oauth2/authorize/continue", Map.of("interaction", arrival.interaction())),
                                arrivals.cookies().setSession(session)))));
    }

    private OAuthForm query() {
        return OAuthForm.query(connection.getCurrent().request().query());
    }

    private Uni<Response> guarded(java.util.function.Supplier<Uni<Response>> step) {
        return Uni.createFrom()
                .deferred(step::get)
                .onFailure(OAuthRefusal.class)
                .recoverWithUni(refusal -> refused((OAuthRefusal) refusal));
    }

    private Uni<Response> refused(OAuthRefusal refusal) {
        return arrivals.answers()
                .leaveTrace("sign-in", refusal)
                .replaceWith(() -> pages.error(refusal.status(), refusal.description(), ADVICE));
    }
}
