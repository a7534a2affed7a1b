package org.meridiandx.access;

import io.quarkus.runtime.LaunchMode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Decides whether a refused caller is told which claim is wrong, and why.
///
/// Somebody who builds a partner system needs it; somebody who tries keys in production must
/// not have it. By default it is told everywhere but in production, and production is what has
/// TLS on its public base URL.
@ApplicationScoped
public class Explanations {
    private final boolean given;

    Explanations(
            @ConfigProperty(name = "meridian.access.explain-refusals") Optional<Boolean> setting,
            @ConfigProperty(name = "meridian.issuer") String issuer) {
        this.given = setting.orElse(LaunchMode.current() != LaunchMode.NORMAL || !issuer.startsWith("https://"));
    }

    public boolean areGiven() {
        return given;
    }

    /// The same refusal, without the reason where reasons are not given.
    Throwable told(ProblemException refusal) {
        var code = refusal.problem().code();
        return given || code != ProblemCode.UNAUTHENTICATED
                ? refusal
                : ProblemException.of(
                        code, "The access token was refused. Quote the X-Correlation-ID to the region's support.");
    }
}
