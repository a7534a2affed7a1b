package org.meridiandx.identity.authorization.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.identity.authorization.rules.FreshnessRule.Outcome;
import org.meridiandx.identity.authorization.rules.FreshnessRule.SignedIn;

/// The app asks at 1000 s, and it is 1030 s now.
class FreshnessRuleTest {
    private static final Instant ASKED = Instant.ofEpochSecond(1_000);
    private static final Instant NOW = Instant.ofEpochSecond(1_030);

    @ParameterizedTest(name = "{0} {1}: session of {2}, asked by the provider at {3}: {4}")
    @CsvSource({
        // No wish: any session will do.
        "'', , 100, 100, FRESH",
        "'', , 1020, 100, FRESH",
        "consent, , 100, 100, FRESH",
        // An older session is never enough.
        "login, , 999, 999, SIGN_IN",
        "select_account, , 999, 999, SIGN_IN",
        "login, , 1020, 1020, FRESH",
        // Whole seconds of another clock.
        "login, , 1000, 999, FRESH",
        // The provider knew the person from before.
        "login, , 1020, 900, NOT_ASKED",
        "select_account, , 1020, 100, NOT_ASKED",
        "'', 60, 980, 980, FRESH",
        "'', 60, 960, 960, SIGN_IN",
        "'', 60, 980, 900, SIGN_IN",
        "'', 60, 1020, 900, NOT_ASKED",
        "'', 0, 1020, 1020, FRESH",
        "'', 0, 1020, 900, NOT_ASKED",
        "login, 3600, 1020, 900, NOT_ASKED",
    })
    void shouldAskForASignInThatIsFreshEnough(String prompt, Integer age, long here, long there, Outcome expected) {
        // Given
        var maxAge = age == null ? OptionalInt.empty() : OptionalInt.of(age);
        var prompts = prompt.isEmpty() ? Set.<String>of() : Set.of(prompt);
        var request = new AuthorizationRequest("app", "https://a", "s", "", "", List.of(), prompts, maxAge, "");
        var signedIn = new SignedIn(Instant.ofEpochSecond(here), Instant.ofEpochSecond(there));

        // When
        var outcome = FreshnessRule.check(request, ASKED, signedIn, NOW);

        // Then
        assertThat(outcome).isEqualTo(expected);
    }
}
