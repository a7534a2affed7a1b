package org.meridiandx.identity.authorization.rules;

import java.time.Duration;
import java.time.Instant;

/// Whether a person has signed in lately enough for a request. **Source:** OpenID Connect Core 3.1.2.1
/// (`prompt`, `max_age`).
public final class FreshnessRule {
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(10);

    private FreshnessRule() {}

    /// What is to be done.
    public enum Outcome {
        FRESH,
        /// The person signs in, and the provider is told to ask them.
        SIGN_IN,
        /// They came back from there, and the provider did not ask them: it knew them from before.
        NOT_ASKED
    }

    /// When a person signed in.
    ///
    /// @param here when their session began
    /// @param atProvider when the provider asked them last, as it says; as `here` where it does not
    public record SignedIn(Instant here, Instant atProvider) {}

    /// @param asked when the app asked
    public static Outcome check(AuthorizationRequest request, Instant asked, SignedIn signedIn, Instant now) {
        var hasJustComeBack = !signedIn.here().isBefore(asked);
        // Asked for this very request: fresh enough, however long the person thinks afterwards.
        if (hasJustComeBack && signedIn.atProvider().plus(CLOCK_SKEW).isAfter(asked)) {
            return Outcome.FRESH;
        }
        var isYoung = request.maxAge().isEmpty()
                || signedIn.atProvider()
                        .plusSeconds(request.maxAge().getAsInt())
                        .isAfter(now);
        if (isYoung && !request.wantsSignIn()) {
            return Outcome.FRESH;
        }
        return hasJustComeBack ? Outcome.NOT_ASKED : Outcome.SIGN_IN;
    }
}
