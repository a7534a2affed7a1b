package org.meridiandx.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusedRequestTest {

    @ParameterizedTest
    @CsvSource({
        "GET, /fhir/R4/Observation/o1, R, read, Observation",
        "GET, fhir/R4/Observation/o1, R, read, Observation",
        "GET, /fhir/R4/Observation, E, search-type, Observation",
        "POST, /fhir/R4/Observation/_search, E, search-type, Observation",
        "GET, /fhir/R4/Observation/o1/_history, R, history-instance, Observation",
        "GET, /fhir/R4/Observation/o1/_history/2, R, vread, Observation",
        "POST, /fhir/R4/ServiceRequest, C, create, ServiceRequest",
        "PUT, /fhir/R4/ServiceRequest/1, U, update, ServiceRequest",
        "DELETE, /fhir/R4/ServiceRequest/1, D, delete, ServiceRequest",
        "POST, /fhir/R4/Patient/$match, E, match, Patient",
        "GET, /fhir/R4/Patient/9990001006/$who-looked, E, who-looked, Patient",
        "POST, /fhir/R4, E, request, ''",
        "GET, /fhir/R4/%%/1, R, read, ''",
        "GET, /dicom-web/studies/1.2/series, E, dicom-web, ''",
        "POST, /oauth2/register, E, request, ''",
    })
    void shouldNameWhatWasAskedByOurOwnWords(
            String method, String path, String action, String interaction, String type) {
        // When
        var entry = RefusedRequest.of(method, path).denied("insufficient-scope");

        // Then
        assertThat(entry)
                .isEqualTo(new AuditEntry(
                        action, interaction, "denied", "insufficient-scope", type, java.util.List.of(), "", ""));
    }

    @Test
    void shouldNameThePatientByAnIdOfOursOnly() {
        // Given
        var id = "0a1b2c3d-0000-4000-8000-00000000000f";

        // When
        var own = RefusedRequest.of("GET", "/fhir/R4/Patient/" + id);
        var typed = RefusedRequest.of("GET", "/fhir/R4/Patient/9990001006");
        var other = RefusedRequest.of("GET", "/fhir/R4/Observation/" + id);

        // Then
        assertThat(own.patientId()).isEqualTo(id);
        assertThat(typed.patientId()).isEmpty();
        assertThat(other.patientId()).isEmpty();
    }
}
