package org.meridiandx.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.meridiandx.dev.partner.Answer;
import org.meridiandx.dev.partner.Call;
import org.meridiandx.dev.partner.PartnerClient;
import org.meridiandx.dev.persona.Persona;

/// A patient of the surgery with a specimen, five lines and a report that was amended: what clients of others read.
///
/// @param patient id of the patient
/// @param report id of the report
record FiledResults(String patient, String report) {
    static final List<String> POTASSIUM = List.of("4.1", "4.4", "4.9", "5.3", "6.2");

    private static final String PATIENT = """
            {"resourceType":"Patient","identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"%s"}],
             "name":[{"family":"Reader","given":["Una"]}],"birthDate":"1961-05-16",
             "generalPractitioner":[{"identifier":
               {"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"Y90001"}}]}""";
    private static final String ENTRY = """
            {"fullUrl":"urn:uuid:00000000-0000-4000-8000-00000000000%d","resource":%s,
             "request":{"method":"POST","url":"%s"}}""";
    private static final String SPECIMEN = """
            {"resourceType":"Specimen","status":"available","type":{"text":"Blood"},
             "identifier":[{"system":"https://clients.example/specimen","value":"%1$s"}],
             "subject":{"reference":"Patient/%1$s"}}""";
    private static final String LINE = """
            {"resourceType":"Observation","status":"final",
             "identifier":[{"system":"https://clients.example/line","value":"%1$s.%2$d"}],
             "code":{"coding":[{"system":"http://loinc.org","code":"2823-3"}]},
             "subject":{"reference":"Patient/%1$s"},"effectiveDateTime":"2026-11-1%2$dT09:00:00Z",
             "valueQuantity":{"value":%3$s,"unit":"mmol/L","system":"http://unitsofmeasure.org","code":"mmol/L"}}""";
    private static final String REPORT = """
            {"resourceType":"DiagnosticReport","status":"%2$s","code":{"text":"Potassium"},
             "identifier":[{"system":"https://clients.example/report","value":"%1$s"}],
             "subject":{"reference":"Patient/%1$s"},"issued":"%3$s","conclusion":"%2$s",
             "specimen":[{"reference":"urn:uuid:00000000-0000-4000-8000-000000000009"}],
             "result":[%4$s]}""";

    /// Files them, for a patient of its own.
    static FiledResults of(PartnerClient partner, String nhsNumber) throws IOException, InterruptedException {
        var registered = done(partner.send(
                Persona.LOADER,
                Call.post("/fhir/R4/Patient", PATIENT.formatted(nhsNumber))
                        .with("If-None-Exist", "identifier=https://fhir.nhs.uk/Id/nhs-number%7C" + nhsNumber)));
        var patient = registered.json().path("id").asText();
        send(partner, patient, "final", "2026-11-21T10:00:00Z");
        var answers = send(partner, patient, "amended", "2026-11-22T10:00:00Z");
        var location = answers.path(answers.size() - 1)
                .path("response")
                .path("location")
                .asText();
        var parts = List.of(location.split("/"));
        return new FiledResults(patient, parts.get(parts.indexOf("DiagnosticReport") + 1));
    }

    private static JsonNode send(PartnerClient partner, String patient, String status, String issued)
            throws IOException, InterruptedException {
        var entries = new StringBuilder(ENTRY.formatted(9, SPECIMEN.formatted(patient), "Specimen"));
        var references = new StringBuilder();
        for (var line = 0; line < POTASSIUM.size(); line++) {
            entries.append(',')
                    .append(ENTRY.formatted(line, LINE.formatted(patient, line, POTASSIUM.get(line)), "Observation"));
            references
                    .append(line == 0 ? "" : ",")
                    .append("{\"reference\":\"urn:uuid:00000000-0000-4000-8000-00000000000%d\"}".formatted(line));
        }
        entries.append(',')
                .append(ENTRY.formatted(8, REPORT.formatted(patient, status, issued, references), "DiagnosticReport"));
        var bundle = "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[" + entries + "]}";
        return done(partner.send(Persona.LAB, Call.post("/fhir/R4", bundle)))
                .json()
                .path("entry");
    }

    private static Answer done(Answer answer) {
        assertThat(answer.isSuccess()).as(answer.reason()).isTrue();
        return answer;
    }
}
