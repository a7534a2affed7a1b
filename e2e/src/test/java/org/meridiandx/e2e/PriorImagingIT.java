package org.meridiandx.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.meridiandx.dev.partner.Call;
import org.meridiandx.dev.partner.DicomParts;
import org.meridiandx.dev.persona.Persona;
import org.meridiandx.dev.samples.DrawnStudy;
import org.meridiandx.dev.samples.SamplePatient;

/// What one organisation scanned warns the next that asks for the same.
class PriorImagingIT {
    private static final SamplePatient PATIENT = new SamplePatient("9990002010", "PRIOR", "IMELDA", "1951-02-03", "F");
    private static final ZoneId HERE = ZoneId.of("Europe/London");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private final SharedRegion region = SharedRegion.get();

    @Test
    void shouldWarnOfTheScanThatAnotherOrganisationHolds() throws Exception {
        // Given
        var patient = patient();
        var scanned = LocalDateTime.now(HERE).minusDays(10).minusHours(2);
        store(DrawnStudy.chestCt(PATIENT, "PRI1", scanned));

        // When
        var answer = assessed(patient);

        // Then
        assertThat(named(answer, "unchecked")).as(answer.toString()).isNull();
        var duplicate = named(answer, "safety", "dup-ct");
        assertThat(duplicate).as(answer.toString()).isNotNull();
        assertThat(duplicate.toString())
                .contains("days_since_same_exam", "ImagingStudy/", "\"valueDecimal\":10")
                .contains(Persona.PACS.organisation().ods());
    }

    /// A service that has just started may be slower than the deadline of its first question; then
    /// it is asked again.
    private JsonNode assessed(String patient) throws IOException, InterruptedException {
        var end = Instant.now().plus(PATIENCE);
        while (true) {
            var answer = region.partner()
                    .send(Persona.GP, Call.post("/fhir/R4/ServiceRequest/$assess", """
                            {"resourceType":"Parameters","parameter":[
                              {"name":"patient","valueReference":{"reference":"Patient/%s"}},
                              {"name":"requested_modality","valueCode":"CT"},
                              {"name":"requested_region","valueCode":"chest"}]}
                            """.formatted(patient)));
            assertThat(answer.status()).as(answer.reason()).isEqualTo(200);
            if (named(answer.json(), "unchecked") == null || Instant.now().isAfter(end)) {
                return answer.json();
            }
            Thread.sleep(PAUSE);
        }
    }

    /// The first parameter of a name, or the one of which a part says this.
    private static JsonNode named(JsonNode answer, String name, String... says) {
        for (var parameter : answer.path("parameter")) {
            var fits = says.length == 0 || parameter.toString().contains("\"" + says[0] + "\"");
            if (parameter.path("name").asText().equals(name) && fits) {
                return parameter;
            }
        }
        return null;
    }

    private void store(DrawnStudy study) throws IOException, InterruptedException {
        var parts = DicomParts.of(study.instances(), UUID.randomUUID().toString());
        var stored = region.partner()
                .send(
                        Persona.PACS,
                        Call.post("/dicom-web/studies", parts.contentType(), parts.body())
                                .with("Accept", "application/dicom+json"));
        assertThat(stored.status()).as(stored.reason()).isEqualTo(200);
    }

    private String patient() throws IOException, InterruptedException {
        var made = region.partner()
                .send(
                        Persona.HOSPITAL_DOCTOR,
                        Call.post("/fhir/R4/Patient", """
                                {"resourceType":"Patient","gender":"female",
                                 "identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"%s"}],
                                 "name":[{"family":"%s","given":["%s"]}],"birthDate":"%s",
                                 "generalPractitioner":[{"identifier":
                                   {"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"Y90001"}}]}
                                """.formatted(
                                        PATIENT.nhsNumber(), PATIENT.family(), PATIENT.given(), PATIENT.birthDate()))
                                .with(
                                        "If-None-Exist",
                                        "identifier=https://fhir.nhs.uk/Id/nhs-number%7C" + PATIENT.nhsNumber()));
        assertThat(made.isSuccess()).as(made.reason()).isTrue();
        return made.json().path("id").asText();
    }
}
