package org.meridiandx.result.release;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import org.meridiandx.result.Region;
import org.meridiandx.testkit.identity.Persona;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.postgres.PostgresDatabase;

/// Reports filed for one patient, what the patient is shown of them, and time that passes.
final class Releases {
    private static final String SUBJECT =
            "\"subject\":{\"identifier\":{\"system\":\"https://fhir.nhs.uk/Id/nhs-number\",\"value\":\"%s\"}}";
    static final String CODE = "rel-k";
    private final String patientId;
    private final String nhsNumber;

    Releases(String patientId, String nhsNumber) {
        this.patientId = patientId;
        this.nhsNumber = nhsNumber;
    }

    /// A laboratory report with one line and its specimen.
    ///
    /// @param flag of the line
    /// @param label of the report; empty for none
    /// @return DiagnosticReport.id
    String file(String number, String category, String flag, String label) {
        return file(number, category, flag, label, "final");
    }

    String file(String number, String category, String flag, String label, String status) {
        var subject = SUBJECT.formatted(nhsNumber);
        var meta = label.isEmpty()
                ? ""
                : "\"meta\":{\"security\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-ActCode\",\"code\":\""
                        + label + "\"}]},";
        var line = entry("l", "Observation", """
                {"resourceType":"Observation","status":"%s","code":{"coding":[{"system":"urn:t","code":"%s"}]},
                 "identifier":[{"system":"urn:rel-line","value":"%s"}],%s,"specimen":{"reference":"urn:uuid:s"},
                 "effectiveDateTime":"2026-03-01T09:00:00Z","interpretation":[{"coding":[{"code":"%s"}]}],
                 "valueQuantity":{"value":4.44,"unit":"mmol/L","system":"http://unitsofmeasure.org","code":"mmol/L"}}""".formatted(status, CODE, number, subject, flag));
        var specimen = entry("s", "Specimen", """
                {"resourceType":"Specimen","status":"available","identifier":[{"system":"urn:rel-spec","value":"%s"}],
                 "type":{"coding":[{"system":"urn:t","code":"BLD"}]},%s}""".formatted(number, subject));
        var report = entry("r", "DiagnosticReport", """
                {"resourceType":"DiagnosticReport",%s"status":"%s","identifier":[{"system":"urn:rel","value":"%s"}],
                 "category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0074","code":"%s"}]}],
                 "code":{"coding":[{"system":"urn:t","code":"PANEL"}]},"issued":"2026-03-01T10:00:00Z",
                 "performer":[{"identifier":{"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"RX902"}}],
                 "specimen":[{"reference":"urn:uuid:s"}],"result":[{"reference":"urn:uuid:l"}],%s}""".formatted(meta, status, number, category, subject));
        var bundle = "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":["
                + String.join(",", line, specimen, report) + "]}";
        var answer = Region.post("lab", "", bundle.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return Region.found("gp", "DiagnosticReport?identifier=urn:rel%7C" + number)
                .getString("entry[0].resource.id");
    }

    private static String entry(String name, String type, String resource) {
        return "{\"fullUrl\":\"urn:uuid:" + name + "\",\"resource\":" + resource
                + ",\"request\":{\"method\":\"POST\",\"url\":\"" + type + "\"}}";
    }

    /// What the patient gets.
    Response get(String path) {
        return get(patientId, path);
    }

    static Response get(String patientId, String path) {
        return given().urlEncodingEnabled(false)
                .header("Authorization", "Bearer " + ofPatient(patientId))
                .accept("application/json, application/fhir+json;q=0.9")
                .get(path.startsWith("/") ? path : "/fhir/R4/" + path);
    }

    static String ofPatient(String patientId) {
        return Tokens.of(Persona.PATIENT)
                .patient(patientId)
                .scope("patient/*.cruds")
                .sign();
    }

    int status(String reportId) {
        return get("DiagnosticReport/" + reportId).statusCode();
    }

    /// Writes to the patient.
    static Response tell(String token, String reportId, int version, String parameters) {
        return given().urlEncodingEnabled(false)
                .header("Authorization", "Bearer " + token)
                .header("If-Match", "W/\"" + version + "\"")
                .contentType("application/fhir+json")
                .body("{\"resourceType\":\"Parameters\",\"parameter\":[" + parameters + "]}")
                .post("/fhir/R4/DiagnosticReport/" + reportId + "/$tell-patient");
    }

    static String text(String text) {
        return "{\"name\":\"text\",\"valueString\":\"" + text + "\"}";
    }

    /// As if a report had been filed so much earlier.
    static void age(PostgresDatabase database, String reportId, Duration by) throws SQLException {
        for (var sql : new String[] {
            "update diagnostic_report set last_updated = last_updated - ? * interval '1 second' where id = ?",
            "update observation set last_updated = last_updated - ? * interval '1 second' where report_id = ?"
        }) {
            try (var connection = database.connect();
                    var statement = connection.prepareStatement(sql)) {
                statement.setLong(1, by.toSeconds());
                statement.setString(2, reportId);
                statement.executeUpdate();
            }
        }
    }
}
