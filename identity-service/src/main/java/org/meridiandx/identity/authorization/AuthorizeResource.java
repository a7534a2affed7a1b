package org.meridiandx.identity.authorization;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.meridiandx.identity.authorization.RequestService.Asked;
import org.meridiandx.identity.oauth.OAuthForm;
import org.meridiandx.identity.oauth.OAuthRefusal;
import org.meridiandx.identity.oauth.QueryText;
import org.meridiandx.identity.sessions.Secret;

/// `/oauth2/authorize`. An answer is a page, or a redirect to one of ours, or a redirect to an
/// address that the app has registered.
@Path("/oauth2/authorize")
@Consumes(MediaType.WILDCARD)
public class AuthorizeResource {
    private static final String FORM = "application/x-www-form-urlencoded";
    private final RequestService requests;
    private final StepService steps;
    private final AuthorizationService authorization;
    private final BrowserAnswers answers;
    private final CurrentVertxRequest connection;

    AuthorizeResource(
            RequestService requests,
            StepService steps,
            AuthorizationService authorization,
            BrowserAnswers answers,
            CurrentVertxRequest connection) {
        this.requests = requests;
        this.steps = steps;
        this.authorization = authorization;
        this.answers = answers;
        this.connection = connection;
    }

    @GET
    public Uni<Response> authorize() {
        return answers.guarded(
                () -> begin(OAuthForm.query(connection.getCurrent().request().query())));
    }

    @POST
    public Uni<Response> authorizeByForm(byte[] body) {
        return answers.guarded(() -> begin(form(body)));
    }

    private Uni<Response> begin(OAuthForm form) {
        var known = answers.cookies().browser();
        var browser = known.orElseGet(Secret::fresh);
        return requests.begin(form, browser).map(id -> {
            var next = QueryText.append("/oauth2/authorize/continue", Map.of("interaction", id));
            return known.isPresent()
                    ? answers.pages().redirect(next)
                    : answers.pages().redirect(next, answers.cookies().setBrowser(browser));
        });
    }

    @GET
    @Path("/continue")
    public Uni<Response> goOn() {
        return answers.guarded(() -> {
            var form = OAuthForm.query(connection.getCurrent().request().query());
            return requests.find(form.require("interaction", "Start again from the app."), browser())
                    .chain(this::next);
        });
    }

    private Uni<Response> next(Asked asked) {
        return steps.next(asked, answers.cookies().session())
                .chain(step -> step instanceof Step.Give(var ready)
                        ? give(asked, ready)
                        : steps.noteShown(asked, step)
                                .map(noted -> answers.steps().show(asked, step, browser())));
    }

    private Uni<Response> give(Asked asked, Step.Ready ready) {
        return authorization
                .record(asked, ready, true)
                .chain(() -> answers.codes().give(asked, ready))
                .map(answers.pages()::redirect);
    }

    @POST
    @Path("/role")
    public Uni<Response> role(byte[] body) {
        return answers.guarded(() -> {
            var form = form(body);
            return posted(form)
                    .chain(asked -> steps.next(asked, answers.cookies().session())
                            .chain(step -> step instanceof Step.ChooseRole(var person, var roles)
                                            && roles.stream()
                                                    .anyMatch(role -> form.find("role")
                                                            .filter(role.profile()::equals)
                                                            .isPresent())
                                    ? requests.chooseRole(
                                                    asked, form.find("role").orElse(""))
                                            .chain(this::next)
                                    : next(asked)));
        });
    }

    @POST
    @Path("/for-whom")
    public Uni<Response> forWhom(byte[] body) {
        return answers.guarded(() -> {
            var form = form(body);
            return posted(form)
                    .chain(asked -> steps.next(asked, answers.cookies().session())
                            .chain(step -> step instanceof Step.ChooseForWhom choice
                                            && choice.offers(
                                                    form.find("patient").orElse(""))
                                    ? requests.choosePatient(
                                                    asked, form.find("patient").orElse(""))
                                            .chain(this::next)
                                    : next(asked)));
        });
    }

    @POST
    @Path("/patient")
    public Uni<Response> patient(byte[] body) {
        return answers.guarded(() -> {
            var form = form(body);
            return posted(form)
                    .chain(asked -> steps.next(asked, answers.cookies().session())
                            .chain(step -> step instanceof Step.ChoosePatient choice
                                    ? choose(
                                            asked,
                                            choice,
                                            form.find("nhs_number").orElse(""))
                                    : next(asked)));
        });
    }

    private Uni<Response> choose(Asked asked, Step.ChoosePatient choice, String number) {
        return authorization
                .find(asked, choice.session(), choice.role(), number)
                .chain(
                        found -> found.map(
                                        id -> requests.choosePatient(asked, id).chain(this::next))
                                .orElseGet(
                                        () -> Uni.createFrom()
                                                .item(
                                                        () -> answers.steps()
                                                                .patient(
                                                                        asked,
                                                                        choice.session()
                                                                                .person()
                                                                                .isDemonstration(),
                                                                        browser(),
                                                                        "No patient whom you may see has this number. Check it, or make"
                                                                                + " sure that the patient is registered or referred with you."))));
    }

    @POST
    @Path("/consent")
    public Uni<Response> consent(byte[] body) {
        return answers.guarded(() -> {
            var form = form(body);
            return posted(form)
                    .chain(asked -> steps.next(asked, answers.cookies().session())
                            .chain(step -> step instanceof Step.AskConsent(var ready)
                                    ? decided(
                                            asked, ready, form.find("decision").orElse(""))
                                    : next(asked)));
        });
    }

    private Uni<Response> decided(Asked asked, Step.Ready ready, String decision) {
        if (decision.equals("allow")) {
            return answers.codes().agree(asked, ready).chain(() -> give(asked, ready));
        }
        return authorization
                .record(asked, ready, false)
                .chain(() -> answers.codes().end(asked))
                .map(done -> {
                    throw new AppRefusal(
                            asked.request().redirectUri(),
                            asked.request().state(),
                            "access_denied",
                            "The person does not allow it.");
                });
    }

    /// A form that we gave to this very browser.
    private Uni<Asked> posted(OAuthForm form) {
        var id = form.require("interaction", "Start again from the app.");
        if (!Secret.same(form.find("token").orElse(""), Secret.formToken(browser(), id))) {
            throw new OAuthRefusal("invalid_request", 403, "token: the form was not given to this browser.");
        }
        return requests.find(id, browser());
    }

    private static OAuthForm form(byte[] body) {
        return OAuthForm.parse(FORM, body);
    }

    private String browser() {
        return answers.cookies()
                .browser()
                .orElseThrow(() -> OAuthRefusal.request(
                        "cookie: this browser sent none. Allow cookies and start again from the app."));
    }
}
