package org.meridiandx.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.meridiandx.dev.partner.Call;
import org.meridiandx.dev.persona.Persona;

/// Clients that partners' developers use complete their launches against the gateway.
class PartnerClientsIT {
    private static final String OTHER_NHS_NUMBER = "9990001014";
    private final SharedRegion region = SharedRegion.get();

    @Test
    void shouldLaunchAnAppOfThePatientsInABrowser() throws Exception {
        // Given
        var script = PartnerScript.require(region).inBrowser();
        String patient = patient(Persona.PATIENT_NHS_NUMBER, "Thwaite", "1958-03-14");
        script.with("OTHER_PATIENT", patient(OTHER_NHS_NUMBER, "Otherwise", "1960-04-15"));

        // When
        var seen = script.run("standalone-launch.mjs");

        // Then
        assertThat(seen.has("failure")).as(seen.toString()).isFalse();
        assertThat(seen.path("patient").asText()).isEqualTo(patient);
        assertThat(seen.path("fhirUser").asText()).isEqualTo("Patient/" + patient);
        assertThat(seen.path("scope").asText().split(" "))
                .contains("openid", "patient/Patient.rs", "patient/DiagnosticReport.rs", "offline_access");
        assertThat(seen.path("family").asText()).isEqualToIgnoringCase("Thwaite");
        assertThat(seen.path("reports").asText()).isEqualTo("Bundle");
        assertThat(seen.path("other").asInt()).isEqualTo(403);
        assertThat(seen.path("write").asInt()).isEqualTo(403);
        assertThat(seen.path("refreshed").asBoolean()).isTrue();
        assertThat(seen.path("after").asText()).isEqualTo(patient);
    }

    @Test
    void shouldServeABackEndThatSignsItsOwnAssertions() throws Exception {
        // Given
        var script = PartnerScript.require(region);
        patient(Persona.PATIENT_NHS_NUMBER, "Thwaite", "1958-03-14");

        // When
        var seen = script.with("NHS_NUMBER", Persona.PATIENT_NHS_NUMBER).run("backend-services.mjs");

        // Then
        assertThat(seen.path("token").asInt()).isEqualTo(200);
        assertThat(seen.path("scope").asText()).isEqualTo("system/Patient.rs");
        assertThat(seen.path("version").asText()).isEqualTo("4.0.1");
        assertThat(seen.path("total").asInt()).isEqualTo(1);
        assertThat(seen.path("read").asBoolean()).isTrue();
        assertThat(seen.path("refused").asInt()).isEqualTo(403);
    }

    /// The one patient of this NHS number, made where there is none.
    private String patient(String nhsNumber, String family, String born) throws IOException, InterruptedException {
        var answer = region.partner()
                .send(
                        Persona.HOSPITAL_DOCTOR,
                        Call.post("/fhir/R4/Patient", """
                                {"resourceType":"Patient",
                                 "identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"%s"}],
                                 "name":[{"family":"%s","given":["Margaret"]}],"birthDate":"%s",
                                 "generalPractitioner":[{"identifier":
                                   {"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"Y90001"}}]}
                                """.formatted(nhsNumber, family, born))
                                .with("If-None-Exist", "identifier=https://fhir.nhs.uk/Id/nhs-number%7C" + nhsNumber));
        assertThat(answer.isSuccess()).as(answer.reason()).isTrue();
        return answer.json().path("id").asText();
    }
}
