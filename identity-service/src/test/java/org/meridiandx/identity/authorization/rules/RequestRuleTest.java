package org.meridiandx.identity.authorization.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.access.Scopes;
import org.meridiandx.fhir.OdsCode;
import org.meridiandx.identity.clients.Client;
import org.meridiandx.identity.clients.ClientKeys;
import org.meridiandx.identity.clients.SenderConstraint;

class RequestRuleTest {
    private static final String FHIR = "https://region.example/fhir/R4";
    private static final String REDIRECT = "https://app.example/back";
    private static final Client APP = new Client(
            "app",
            "App",
            new OdsCode("Y90001"),
            "clinician",
            Optional.empty(),
            Optional.empty(),
            Scopes.parse("openid launch launch/patient patient/*.rs user/*.rs system/*.cruds"),
            new ClientKeys.None(),
            new SenderConstraint.None(),
            50,
            Set.of("authorization_code"),
            new Client.Redirects(List.of(REDIRECT), List.of()),
            Set.of("direct-care"));

    @Test
    void shouldAcceptAGoodRequestAndNarrowIt() {
        // Given
        var sent = good("scope", "openid patient/Observation.cruds");

        // When
        var outcome = RequestRule.check(sent, APP, FHIR);

        // Then
        assertThat(outcome).isInstanceOfSatisfying(RequestRule.Outcome.Accepted.class, accepted -> {
            assertThat(accepted.request().scopes()).containsExactly("openid", "patient/Observation.rs");
            assertThat(accepted.request().needsPatient()).isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "https://app.example/back/",
                "https://app.example/back#",
                "https://app.example/back#fragment",
                "https://app.example/back?x=y",
                "https://app.example/back/../back",
                "https://app.example/x/../back",
                "https://app.example/%62ack",
                "https://app.example:443/back",
                "https://APP.example/back",
                "HTTPS://app.example/back",
                "http://app.example/back",
                "https://evil.app.example/back",
                "https://app.example.evil.example/back",
                "https://app.example@evil.example/back",
                "https://user@app.example/back",
                "https://\u0430pp.example/back",
                "https://app\u3002example/back",
                "//app.example/back",
                "/back",
                "https://app.example/back\r\nSet-Cookie: a=b",
                " https://app.example/back",
                "javascript:alert(1)",
                "https:\\\\app.example\\back"
            })
    void shouldNeverSendABrowserToAnAddressThatIsNotRegistered(String redirect) {
        // Given
        var sent = good("redirect_uri", redirect);

        // When
        var outcome = RequestRule.check(sent, APP, FHIR);

        // Then
        assertThat(outcome).isInstanceOf(RequestRule.Outcome.ShownToPerson.class);
    }

    @ParameterizedTest
    @CsvSource({
        "code_challenge_method, plain, invalid_request",
        "code_challenge_method, '', invalid_request",
        "code_challenge_method, s256, invalid_request",
        "code_challenge, '', invalid_request",
        "code_challenge, short, invalid_request",
        "state, '', invalid_request",
        "response_type, token, unsupported_response_type",
        "response_type, code token, unsupported_response_type",
        "response_type, '', unsupported_response_type",
        "response_mode, fragment, invalid_request",
        "response_mode, form_post, invalid_request",
        "request, eyJhbGciOiJub25lIn0.e30., request_not_supported",
        "scope, system/*.rs, invalid_scope",
        "scope, everything, invalid_scope",
        "aud, https://elsewhere.example/fhir/R4, invalid_request",
        "aud, '', invalid_request",
        "launch, abc, invalid_request",
        "scope, launch user/*.rs, invalid_request",
        "prompt, none login, invalid_request",
        "prompt, whatever, invalid_request",
        "max_age, -1, invalid_request",
    })
    void shouldTellTheAppWhatIsWrong(String name, String value, String error) {
        // Given
        var sent = good(name, value);

        // When
        var outcome = RequestRule.check(sent, APP, FHIR);

        // Then
        assertThat(outcome).isInstanceOfSatisfying(RequestRule.Outcome.SentToApp.class, told -> {
            assertThat(told.error()).isEqualTo(error);
            assertThat(told.redirectUri()).isEqualTo(REDIRECT);
        });
    }

    @Test
    void shouldKeepNothingThatMeansNothingHere() {
        // Given
        var sent = good("client_assertion", "a-secret");
        sent.put("filler", "x".repeat(60_000));

        // When
        var known = RequestRule.known(sent);

        // Then
        assertThat(known).doesNotContainKeys("client_assertion", "filler").hasSize(sent.size() - 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"scope", "prompt", "launch", "nonce"})
    void shouldRefuseARequestThatIsTooLong(String name) {
        // Given
        var sent = good(name, "openid ".repeat(1_200));

        // When
        var outcome = RequestRule.check(sent, APP, FHIR);

        // Then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        RequestRule.Outcome.SentToApp.class,
                        told -> assertThat(told.error()).isEqualTo("invalid_request"));
    }

    @ParameterizedTest
    @CsvSource({
        "user/*.cruds patient/*.rs openid, user/*.rs patient/*.rs openid",
        "user/Task.write openid, openid",
        "user/Task.* launch/patient, user/Task.rs launch/patient",
        "user/Task.c, ''",
    })
    void shouldLetPatientsGiveReadingOnly(String asked, String given) {
        // Given
        var scopes = List.of(asked.split(" "));

        // When
        var narrowed = PersonScopeRule.narrow(scopes, true);

        // Then
        assertThat(String.join(" ", narrowed)).isEqualTo(given);
    }

    private static Map<String, String> good(String name, String value) {
        var sent = new HashMap<String, String>();
        sent.put("response_type", "code");
        sent.put("client_id", "app");
        sent.put("redirect_uri", REDIRECT);
        sent.put("scope", "openid user/*.rs");
        sent.put("state", "s");
        sent.put("aud", FHIR);
        sent.put("code_challenge", "a".repeat(43));
        sent.put("code_challenge_method", "S256");
        sent.put(name, value);
        return sent;
    }
}
