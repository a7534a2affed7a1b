package org.meridiandx.identity.account;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;
import org.meridiandx.identity.oauth.OAuthAnswers;
import org.meridiandx.identity.oauth.OAuthRefusal;
import org.meridiandx.identity.pages.Pages;
import org.meridiandx.identity.sessions.BrowserCookies;

/// Answers to people. Each refusal leaves a trace.
@ApplicationScoped
class PersonAnswers {
    private final Pages pages;
    private final BrowserCookies cookies;
    private final OAuthAnswers audit;

    PersonAnswers(Pages pages, BrowserCookies cookies, OAuthAnswers audit) {
        this.pages = pages;
        this.cookies = cookies;
        this.audit = audit;
    }

    Pages pages() {
        return pages;
    }

    BrowserCookies cookies() {
        return cookies;
    }

    Uni<Response> guarded(String interaction, Supplier<Uni<Response>> work) {
        return Uni.createFrom()
                .deferred(work::get)
                .onFailure(OAuthRefusal.class)
                .recoverWithUni(refusal -> shown(interaction, (OAuthRefusal) refusal));
    }

    private Uni<Response> shown(String interaction, OAuthRefusal refusal) {
        return audit.leaveTrace(interaction, refusal)
                .replaceWith(() -> pages.error(
                        refusal.status(), refusal.description(), "Close this window, or go back and try again."));
    }
}
