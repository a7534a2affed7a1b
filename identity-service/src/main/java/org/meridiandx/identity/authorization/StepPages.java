package org.meridiandx.identity.authorization;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.meridiandx.identity.authorization.RequestService.Asked;
import org.meridiandx.identity.oauth.QueryText;
import org.meridiandx.identity.pages.Html;
import org.meridiandx.identity.pages.Pages;
import org.meridiandx.identity.sessions.Secret;

/// A step as a page.
@ApplicationScoped
class StepPages {
    private static final String FORM = """
            <form method="post" action="/oauth2/authorize/%s">
            <input type="hidden" name="interaction" value="%s">
            <input type="hidden" name="token" value="%s">
            %s</form>""";
    private final Pages pages;
    private final HowLong howLong;

    StepPages(Pages pages, HowLong howLong) {
        this.pages = pages;
        this.howLong = howLong;
    }

    /// @param browser the browser's own secret, for the form's token
    Response show(Asked asked, Step step, String browser) {
        return switch (step) {
            case Step.SignIn(var isAnew) -> signIn(asked, isAnew);
            case Step.ChooseRole role -> role(asked, role, browser);
            case Step.ChooseForWhom choice -> forWhom(asked, choice, browser);
            case Step.ChoosePatient choice ->
                patient(asked, choice.session().person().isDemonstration(), browser, "");
            case Step.AskConsent(var ready) -> consent(asked, ready, browser);
            case Step.Give give -> throw new IllegalStateException("a code is no page");
        };
    }

    /// Who leaves the prompt out is found out by what the provider says of its own doing.
    private Response signIn(Asked asked, boolean isAnew) {
        var address = QueryText.append(
                "/oauth2/sign-in", Map.of("interaction", asked.interaction().id()));
        return pages.redirect(isAnew ? QueryText.append(address, Map.of("prompt", "login")) : address);
    }

    private Response role(Asked asked, Step.ChooseRole step, String browser) {
        var choices = Html.of();
        var first = true;
        for (var role : step.roles()) {
            choices.add(
                    "<label><input type=\"radio\" name=\"role\" value=\"%s\" required%s> %s, %s (%s)</label>",
                    role.profile(),
                    Html.raw(first ? " autofocus" : ""),
                    role.title(),
                    role.organisationName(),
                    role.organisation());
            first = false;
        }
        choices.add("<button>Go on</button>");
        var content = Html.of()
                .add(
                        "<p>%s, in which role do you use <strong>%s</strong> now?</p>",
                        step.person().name(), asked.client().name())
                .add("%s", form(asked, "role", browser, choices));
        return page(200, "Choose your role", content, asked, step.person().isDemonstration());
    }

    private Response forWhom(Asked asked, Step.ChooseForWhom step, String browser) {
        var choices = Html.of()
                .add(
                        "<label><input type=\"radio\" name=\"patient\" value=\"%s\" required autofocus> %s (yourself)</label>",
                        step.person().patientId(), step.person().name());
        step.others()
                .forEach(charge -> choices.add(
                        "<label><input type=\"radio\" name=\"patient\" value=\"%s\" required> %s</label>",
                        charge.patientId(), charge.name()));
        choices.add("<button>Go on</button>");
        var content = Html.of()
                .add(
                        "<p>%s, for whom do you use <strong>%s</strong> now?</p>",
                        step.person().name(), asked.client().name())
                .add("%s", form(asked, "for-whom", browser, choices));
        return page(200, "Choose for whom", content, asked, step.person().isDemonstration());
    }

    /// @param fault of the last try; empty at first
    Response patient(Asked asked, boolean isDemonstration, String browser, String fault) {
        var fields = Html.of()
                .add("<label for=\"nhs-number\">NHS number</label>")
                .add("<input type=\"text\" id=\"nhs-number\" name=\"nhs_number\" inputmode=\"numeric\""
                        + " autocomplete=\"off\" maxlength=\"14\" required autofocus>")
                .add("<p><button>Go on</button></p>");
        var content = Html.of();
        if (!fault.isEmpty()) {
            content.add("<p role=\"alert\">%s</p>", fault);
        }
        content.add(
                        "<p>For which patient do you use <strong>%s</strong>?</p>",
                        asked.client().name())
                .add("%s", form(asked, "patient", browser, fields));
        return page(fault.isEmpty() ? 200 : 422, "Choose a patient", content, asked, isDemonstration);
    }

    private Response consent(Asked asked, Step.Ready ready, String browser) {
        var list = Html.of();
        StepService.inWords(ready).forEach(line -> list.add("<li>%s</li>", line));
        var buttons = Html.of()
                .add("<button name=\"decision\" value=\"allow\" id=\"allow\">Allow</button>")
                .add("<button name=\"decision\" value=\"deny\" id=\"deny\" class=\"quiet\">Do not allow</button>");
        var person = ready.session().person();
        var content = Html.of()
                .add(
                        "<p>%s, <strong>%s</strong> asks to:</p>",
                        person.name(), asked.client().name())
                .add("<ul>%s</ul>", list)
                .add("<p>%s</p>", howLong.inWords(person, ready.scopes()))
                .add(
                        "<p>%s You can withdraw this at any time at <a href=\"/oauth2/apps\">your apps</a>.</p>",
                        asked.client().isSurelyAt(asked.request().redirectUri())
                                ? "You are asked again only when it asks for more."
                                : "You are asked each time: any app on this device could say that it is this one.")
                .add("%s", form(asked, "consent", browser, buttons));
        return page(200, "Do you allow this?", content, asked, person.isDemonstration());
    }

    private Response page(int status, String title, Html content, Asked asked, boolean isDemonstration) {
        return pages.page(status, title, content, Pages.originOf(asked.request().redirectUri()), isDemonstration);
    }

    private static Html form(Asked asked, String action, String browser, Html fields) {
        var id = asked.interaction().id();
        return Html.of().add(FORM, action, id, Secret.formToken(browser, id), fields);
    }
}
