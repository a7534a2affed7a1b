package org.meridiandx.identity.oauth.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScopeRuleTest {
    @ParameterizedTest
    @CsvSource({
        "'', system/*.rs, system/*.rs",
        "system/Patient.rs, system/*.cruds, system/Patient.rs",
        "system/*.cruds, system/Patient.rs, system/Patient.rs",
        "system/Patient.cruds, system/Patient.rs, system/Patient.rs",
        "system/Patient.cruds, system/Patient.c system/*.rs, system/Patient.crs",
        "system/Patient.read, system/*.rs, system/Patient.rs",
        "system/*.rs, system/Patient.r system/Task.s, system/Patient.r system/Task.s",
        "system/Patient.rs system/Task.c, system/Patient.rs, system/Patient.rs",
        "openid system/Patient.r, openid system/*.rs, openid system/Patient.r",
    })
    void shouldGrantWhatIsBothAskedForAndRegistered(String asked, String registered, String granted) {
        // Given the registration

        // When
        var outcome = ScopeRule.narrow(asked, List.of(registered.split(" ")));

        // Then
        assertThat(outcome).isEqualTo(new ScopeRule.Outcome.Granted(List.of(granted.split(" "))));
    }

    @ParameterizedTest
    @CsvSource({
        "system/Patient.rs, system/AuditEvent.rs, registered for: system/AuditEvent.rs",
        "user/Patient.rs, system/*.rs, registered for",
        "launch, system/*.rs, registered for",
        "system/Patient.c, system/*.rs, registered for",
        "system/Observation.rs?category=laboratory, system/*.rs, not supported",
        "system/Patient., system/*.rs, system/Patient.rs",
        "system/Patient.x, system/*.rs, letters of cruds",
        "root/Patient.rs, system/*.rs, resource scopes",
        "system/../x.rs, system/*.rs, resource scopes",
        "a\"b, system/*.rs, sign",
    })
    void shouldSayWhyNothingIsGranted(String asked, String registered, String reason) {
        // Given the registration

        // When
        var outcome = ScopeRule.narrow(asked, List.of(registered.split(" ")));

        // Then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        ScopeRule.Outcome.Refused.class,
                        refused ->
                                assertThat(refused.reason()).startsWith("scope").contains(reason));
    }
}
