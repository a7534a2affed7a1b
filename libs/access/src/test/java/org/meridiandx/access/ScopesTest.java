package org.meridiandx.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScopesTest {
    @ParameterizedTest
    @CsvSource({
        "system/*.cruds, system/*.rs",
        "user/Patient.read, user/Patient.rs",
        "patient/Observation.cr, patient/Observation.r",
        "system/Patient.cud, ''",
        "system/Patient.write, ''",
        "clients, ''",
        "system/Observation.rs?category=laboratory, ''",
    })
    void shouldLeaveReadingOnly(String scope, String expected) {
        // Given
        var scopes = Scopes.parse(scope + " openid");

        // When
        var reading = scopes.readOnly();

        // Then
        assertThat(reading.toString()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "system/DiagnosticReport.rs, READ, DiagnosticReport, true",
        "system/DiagnosticReport.rs, CREATE, DiagnosticReport, false",
        "system/DiagnosticReport.rs, READ, Observation, false",
        "system/*.cruds, DELETE, Patient, true",
        "user/*.read, SEARCH, Patient, true",
        "user/*.write, READ, Patient, false",
        "patient/Observation.r, READ, Observation, true",
        "openid, READ, Patient, false",
        "system/*, READ, Patient, false",
        "system/Patient.read!, READ, Patient, false",
        "root/*.cruds, READ, Patient, false",
        "system/Observation.rs?category=laboratory, READ, Observation, false",
    })
    void shouldAllowOnlyWhatAScopeCovers(String scope, Action action, String type, boolean expected) {
        // Given
        var scopes = Scopes.parse("launch " + scope);

        // When
        var allowed = scopes.allow(action, type);

        // Then
        assertThat(allowed).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "system/*.cruds, system/Patient.rs, true",
        "system/Patient.rs, system/Patient.cruds, false",
        "system/Patient.rs, system/*.rs, false",
        "user/*.rs, system/Patient.rs, false",
        "system/Patient.rs, nonsense, false",
    })
    void shouldGiveAClientNoMoreThanItIsRegisteredFor(String registered, String wanted, boolean expected) {
        // Given
        var scopes = Scopes.parse(registered);

        // When
        var covered = scopes.coverAll(Scopes.parse(wanted));

        // Then
        assertThat(covered).isEqualTo(expected);
    }
}
