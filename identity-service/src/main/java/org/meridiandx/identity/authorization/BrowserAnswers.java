package org.meridiandx.identity.authorization;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;
import org.meridiandx.identity.oauth.OAuthAnswers;
import org.meridiandx.identity.oauth.OAuthRefusal;
import org.meridiandx.identity.pages.Pages;
import org.meridiandx.identity.sessions.BrowserCookies;

/// What the authorization endpoint answers with. Each refusal leaves a trace.
@ApplicationScoped
class BrowserAnswers {
    private static final String ADVICE = "Nothing was given to the app. Go back to it and start again. If it happens"
            + " again, ask the people who make the app, and tell them the words above.";
    private final Pages pages;
    private final StepPages steps;
    private final CodeService codes;
    private final BrowserCookies cookies;
    private final OAuthAnswers audit;

    BrowserAnswers(Pages pages, StepPages steps, CodeService codes, BrowserCookies cookies, OAuthAnswers audit) {
        this.pages = pages;
        this.steps = steps;
        this.codes = codes;
        this.cookies = cookies;
        this.audit = audit;
    }

    Pages pages() {
        return pages;
    }

    StepPages steps() {
        return steps;
    }

    CodeService codes() {
        return codes;
    }

    BrowserCookies cookies() {
        return cookies;
    }

    Uni<Response> guarded(Supplier<Uni<Response>> work) {
        return Uni.createFrom()
                .deferred(work::get)
                .onFailure(OAuthRefusal.class)
                .recoverWithUni(refusal -> shown((OAuthRefusal) refusal))
                .onFailure(AppRefusal.class)
                .recoverWithUni(refusal -> told((AppRefusal) refusal));
    }

    private Uni<Response> shown(OAuthRefusal refusal) {
        return audit.leaveTrace("authorize", refusal)
                .replaceWith(() -> pages.error(refusal.status(), refusal.description(), ADVICE));
    }

    private Uni<Response> told(AppRefusal refusal) {
        return audit.leaveTrace("authorize", new OAuthRefusal(refusal.error(), 400, refusal.description()))
                .replaceWith(() -> pages.redirect(codes.refused(refusal)));
    }
}
