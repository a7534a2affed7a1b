package org.meridiandx.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatientContextTest {
    @ParameterizedTest
    @CsvSource({
        "patient/*.rs, p1, Observation, p1, true",
        "patient/*.rs, p1, Observation, p2, false",
        "patient/*.rs, p1, Observation, '', false",
        "patient/*.rs, '', Observation, p1, false",
        "patient/*.rs, '', Observation, '', false",
        "patient/Observation.rs, p1, Patient, p1, false",
        "patient/*.rs, p1, Organization, '', true",
        "patient/*.rs user/Observation.rs, p1, Observation, p2, true",
        "patient/*.rs user/Observation.c, p1, Observation, p2, false",
        "patient/*.rs user/Patient.rs, p1, Observation, p2, false",
        "system/*.rs, '', Observation, p2, true",
    })
    void shouldHoldPatientScopesToThePatientInContext(
            String scopes, String context, String type, String patient, boolean expected) {
        // Given
        var caller = caller(scopes, context);

        // When
        var may = caller.mayAsk(AccessRequest.of(Action.READ, type, patient, Set.of()));

        // Then
        assertThat(may).isEqualTo(expected);
    }

    private static Caller caller(String scopes, String patient) {
        return new Caller(
                "app",
                "Y90001",
                "clinician",
                Optional.of("Practitioner/1"),
                Optional.of(patient).filter(id -> !id.isEmpty()),
                "direct-care",
                Scopes.parse(scopes));
    }
}
