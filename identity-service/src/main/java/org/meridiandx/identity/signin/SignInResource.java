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
import org.meridiandx.identity.sessions.Secret;

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
            var wish = Wish.of(query());
            var all = providers.all();
            return switch (all.size()) {
                case 0 ->
                    throw new OAuthRefusal(
                            "temporarily_unavailable", 503, "provider: no sign-in service is set up in this region.");
                case 1 -> Uni.createFrom().item(pages.redirect(addressOf(all.getFirst(), wish)));
                default -> Uni.createFrom().item(choice(wish));
            };
        });
    }

    /// What is to go on after the sign-in.
    ///
    /// @param isAnew whether the provider is to ask, even whom it knows
    private record Wish(String interaction, boolean isAnew) {
        static Wish of(OAuthForm query) {
            var interaction = query.require("interaction", "Start again from the app.");
            if (!Secret.isOne(interaction)) {
                throw OAuthRefusal.request("interaction: it is none of ours. Start again from the app.");
            }
            return new Wish(
                    interaction, query.find("prompt").filter("login"::equals).isPresent());
        }
    }

    private Response choice(Wish wish) {
        var list = Html.of().add("<p>Choose how you sign in.</p>").add("<ul>");
        var isDemonstration = false;
        for (var provider : providers.all()) {
            isDemonstration |= provider.isDemonstration();
            list.add("<li><a class=\"button\" href=\"%s\">%s</a></li>", addressOf(provider, wish), provider.title());
        }
        return pages.page(200, "Sign in", list.add("</ul>"), "", isDemonstration);
    }

    private static String addressOf(Provider provider, Wish wish) {
        var address =
                QueryText.append("/oauth2/sign-in/to/" + provider.name(), Map.of("interaction", wish.interaction()));
        return wish.isAnew() ? QueryText.append(address, Map.of("prompt", "login")) : address;
    }

    @GET
    @Path("/to/{provider}")
    public Uni<Response> send(@PathParam("provider") String provider) {
        return guarded(() -> {
            var browser = arrivals.cookies()
                    .browser()
                    .orElseThrow(() -> OAuthRefusal.request("cookie: this browser sent none. Allow cookies."));
            var wish = Wish.of(query());
            return service.send(provider, wish.interaction(), browser, wish.isAnew())
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
