package org.meridiandx.identity.clients;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RolesOfStaffTest {
    private static final String SETTING = "meridian.sign-in.roles.R8013";

    @ParameterizedTest
    @ValueSource(strings = {"doctor", "Clinician", "", "loader", "patient"})
    void shouldNotStartWithARoleThatStaffCannotHave(String role) {
        // Given a role

        // When
        var start = assertThatThrownBy(() -> ClientRules.requireRoleOfStaff(SETTING, role));

        // Then
        start.isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(SETTING + ": " + role + " is no role of staff; they are [archive, auditor,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"clinician", "radiologist", "patient-administration", "auditor"})
    void shouldStartWithARoleOfStaff(String role) {
        // Given a role

        // When
        var start = assertThatCode(() -> ClientRules.requireRoleOfStaff(SETTING, role));

        // Then
        start.doesNotThrowAnyException();
    }
}
