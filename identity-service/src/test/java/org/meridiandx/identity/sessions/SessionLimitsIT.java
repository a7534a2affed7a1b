package org.meridiandx.identity.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.identity.region.Browser;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.identity.region.MovedClock;
import org.meridiandx.testkit.region.RegionTestResource;

/// How long people stay signed in, by a clock that is moved.
@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class SessionLimitsIT {
    private static final Duration MOMENT = Duration.ofSeconds(30);

    @BeforeEach
    void makeSamplePatient() {
        Browser.samplePatient();
    }

    @AfterEach
    void resetClock() {
        MovedClock.reset();
    }

    @ParameterizedTest
    @CsvSource({"patient, patient, PT10M", "staff, gp, PT15M"})
    void shouldSignOutWhoDoesNothing(String provider, String person, Duration inactivity) {
        // Given
        var browser = signedIn(provider, person);
        MovedClock.move(inactivity.minus(MOMENT));
        var stillIn = browser.once("/oauth2/apps").statusCode();

        // When
        MovedClock.move(inactivity.minus(MOMENT));
        var usedSince = browser.once("/oauth2/apps").statusCode();
        MovedClock.move(inactivity.plus(MOMENT));
        var tooLate = browser.once("/oauth2/apps").statusCode();

        // Then
        assertThat(stillIn).isEqualTo(200);
        assertThat(usedSince).isEqualTo(200);
        assertThat(tooLate).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({"patient, patient, PT9M, PT1H", "staff, gp, PT14M, PT12H"})
    void shouldSignOutEvenWhoIsAlwaysThere(String provider, String person, Duration step, Duration limit) {
        // Given
        var browser = signedIn(provider, person);
        var passed = Duration.ZERO;
        while (passed.plus(step).compareTo(limit) < 0) {
            MovedClock.move(step);
            passed = passed.plus(step);
            assertThat(browser.once("/oauth2/apps").statusCode())
                    .as(passed.toString())
                    .isEqualTo(200);
        }

        // When
        MovedClock.move(limit.minus(passed).plus(MOMENT));
        var status = browser.once("/oauth2/apps").statusCode();

        // Then
        assertThat(status).isEqualTo(401);
    }

    @Test
    void shouldEndWhatAnAppGotForTheSessionWithIt() {
        // Given
        var browser = new Browser();
        var request = browser.request("openid user/*.rs online_access");
        var code = Browser.parameter(browser.launch(request, "staff", "gp"), "code");
        String token = browser.redeem(code).path("refresh_token");
        MovedClock.move(Duration.ofMinutes(16));

        // When
        var answer = Browser.refresh(token);
        var page = browser.authorize(request);

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.jsonPath().getMap("")).containsEntry("error", "invalid_grant");
        assertThat(page.asString()).contains("Choose how you sign in");
    }

    @ParameterizedTest
    @CsvSource({"patient, patient, patient/*.rs, PT9M", "staff, gp, user/*.rs, PT14M"})
    void shouldNotTakeWhatAnAppDoesForWhatItsPersonDoes(String provider, String person, String scope, Duration pause) {
        // Given
        var browser = new Browser();
        var request = browser.request("openid " + scope + " online_access");
        var code = Browser.parameter(browser.launch(request, provider, person), "code");
        String token = browser.redeem(code).path("refresh_token");
        MovedClock.move(pause);
        var refreshed = Browser.refresh(token);
        var silent = new HashMap<>(request);
        silent.put("prompt", "none");
        browser.authorize(silent);

        // When
        MovedClock.move(pause);
        var answer = Browser.refresh(refreshed.path("refresh_token"));

        // Then
        assertThat(refreshed.statusCode()).isEqualTo(200);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.jsonPath().getString("error_description")).contains("session has ended");
        assertThat(browser.once("/oauth2/apps").statusCode()).isEqualTo(401);
    }

    @Test
    void shouldAskAgainInTheMiddleOfAStepThatTookTooLong() {
        // Given
        var browser = new Browser();
        var page = browser.signIn(browser.authorize(browser.request("openid user/*.rs")), "staff", "gp");
        MovedClock.move(Duration.ofMinutes(16));

        // When
        var answer = browser.submit(page, "/oauth2/authorize/consent", Map.of("decision", "allow"));

        // Then
        assertThat(answer.header("Location") == null ? "" : answer.header("Location"))
                .doesNotContain("code=");
    }

    @Test
    void shouldRedeemACodeForAMinuteOnly() {
        // Given
        var browser = new Browser();
        var request = browser.request("openid user/*.rs");
        var code = Browser.parameter(browser.launch(request, "staff", "gp"), "code");
        MovedClock.move(Duration.ofSeconds(61));

        // When
        var answer = browser.redeem(code);

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.jsonPath().getString("error_description")).startsWith("code: it has expired");
    }

    @Test
    void shouldEndAConsentAtItsLimitHoweverOftenItIsUsed() {
        // Given
        var browser = new Browser();
        var request = browser.request("openid user/*.rs offline_access");
        var code = Browser.parameter(browser.launch(request, "staff", "gp"), "code");
        String token = browser.redeem(code).path("refresh_token");
        for (var month = 1; month <= 3; month++) {
            MovedClock.move(Duration.ofDays(29));
            var next = Browser.refresh(token);
            assertThat(next.statusCode()).as("after " + 29 * month + " days").isEqualTo(200);
            token = next.path("refresh_token");
        }

        // When
        MovedClock.move(Duration.ofDays(4));
        var answer = Browser.refresh(token);

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.jsonPath().getString("error_description")).startsWith("refresh_token: it has expired");
    }

    private static Browser signedIn(String provider, String person) {
        var browser = new Browser();
        browser.signIn(browser.authorize(browser.request("openid patient/*.rs")), provider, person);
        assertThat(browser.once("/oauth2/apps").statusCode()).isEqualTo(200);
        return browser;
    }
}
