package org.meridiandx.result.bundles;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.api.v1.Identifier;
import org.meridiandx.result.Region;
import org.meridiandx.result.Samples;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.PatientTable;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.shared.SharedData;

@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class BundleIT {
    private static final Logger LOG = Logger.getLogger(BundleIT.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    IdentityStandIn identity;

    @BeforeEach
    void knowThePatient() {
        identity.reset();
        identity.patients().add(Samples.PATIENT_ID, Samples.NHS_NUMBER, "1970-01-01");
    }

    @Test
    void shouldFileATransactionAndLinkItsParts() {
        // Given
        var bundle = transaction("REP-1", "final", "5.1");

        // When
        var answer =
                Region.post("lab", "", bundle).then().statusCode(200).extract().jsonPath();

        // Then
        assertThat(answer.getString("type")).isEqualTo("transaction-response");
        assertThat(answer.getList("entry.response.status")).containsExactly("200 OK", "201 Created", "201 Created");
        var report = Region.found("gp", "DiagnosticReport?identifier=https://lab.example/report%7CREP-1");
        assertThat(report.getString("entry[0].resource.subject.reference")).isEqualTo("Patient/patient-1");
        var line = report.getString("entry[0].resource.result[0].reference");
        assertThat(Region.found("gp", line).getString("valueQuantity.value")).isEqualTo("5.1");
    }

    @Test
    void shouldFileOnceWhenTheSameRequestComesAgain() {
        // Given
        var bundle = transaction("REP-2", "final", "5.2");
        var first = Region.post("lab", "", bundle, "X-Request-ID", "0b1de1b6-3ac3-4b4c-bb9e-000000000002");

        // When
        var second = Region.post("lab", "", bundle, "X-Request-ID", "0b1de1b6-3ac3-4b4c-bb9e-000000000002");

        // Then
        assertThat(second.jsonPath().getString("entry[1].response.location"))
                .isEqualTo(first.jsonPath().getString("entry[1].response.location"));
        assertThat(Region.found("gp", "DiagnosticReport?identifier=REP-2").getInt("total"))
                .isEqualTo(1);
    }

    @Test
    void shouldNameTheTypesThatAreNotKept() {
        // Given
        var bundle = new String(transaction("REP-3", "final", "5.3"), StandardCharsets.UTF_8)
                .replace(
                        "\"entry\":[",
                        "\"entry\":[{\"resource\":{\"resourceType\":\"Claim\"},\"request\":{\"method\":\"POST\","
                                + "\"url\":\"Claim\"}},")
                .getBytes(StandardCharsets.UTF_8);

        // When
        var strict = Region.post("lab", "", bundle);
        var lenient = Region.post("lab", "", bundle, "Prefer", "handling=lenient");

        // Then
        assertThat(strict.statusCode()).isEqualTo(422);
        assertThat(strict.asString()).contains("Claim");
        assertThat(lenient.statusCode()).isEqualTo(200);
        assertThat(lenient.jsonPath().getString("entry[4].resource.issue[0].diagnostics"))
                .contains("Claim, 1 entry");
    }

    @Test
    void shouldRefuseWhenThePatientIsUnknownAndNoQueueCanHoldIt() {
        // Given
        var observation = """
                {"resourceType":"Observation","status":"final","code":{"text":"x"},
                 "subject":{"identifier":{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"9990000026"}}}""";

        // When
        var answer = Region.post("lab", "Observation", observation.getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.asString()).doesNotContain("9990000026");
    }

    @Test
    void shouldTakeThePathologyGuidesMessages() throws IOException {
        // Given
        var outcomes = new ArrayList<String>();

        // When
        for (var file : SharedData.files("fhir/nhse_pathology/json", "*.json")) {
            var body = Files.readAllBytes(file);
            var isBundle =
                    "Bundle".equals(JSON.readTree(body).path("resourceType").asText());
            if (isBundle) {
                var answer = Region.post("loader", "$process-message", body);
                outcomes.add(answer.statusCode() + " " + file.getFileName() + " " + reason(answer.asByteArray()));
            }
        }

        // Then: requests hold no result; each refusal is one of these
        outcomes.forEach(LOG::info);
        assertThat(outcomes)
                .isNotEmpty()
                .allSatisfy(outcome -> assertThat(outcome).matches("(200 .*)|(422 .*-Request-.*)"));
    }

    @Test
    void shouldTakeSyntheticRecords() throws IOException {
        // Given
        var files = SharedData.files("synthea", "*.json.gz").stream()
                .filter(file -> !file.toString().contains("_providers"))
                .toList();
        var stored = 0;
        var nanos = 0L;

        // When
        for (var file : files) {
            byte[] body;
            try (var in = new GZIPInputStream(Files.newInputStream(file))) {
                body = in.readAllBytes();
            }
            know(JSON.readTree(body));
            var begin = System.nanoTime();
            var answer = Region.post("loader", "", body, "Prefer", "handling=lenient");
            nanos += System.nanoTime() - begin;
            assertThat(answer.statusCode())
                    .as(file + " " + reason(answer.asByteArray()))
                    .isEqualTo(200);
            List<String> statuses = answer.jsonPath().getList("entry.response.status");
            stored += statuses.stream().filter("201 Created"::equals).count();
        }

        // Then
        LOG.infof("%d resources stored of %d records, %.0f/s", stored, files.size(), stored * 1e9 / nanos);
        assertThat(stored).isGreaterThan(10_000);
    }

    private void know(JsonNode bundle) {
        for (var entry : bundle.path("entry")) {
            var resource = entry.path("resource");
            if (resource.path("resourceType").asText().equals("Patient")) {
                var identifiers = new ArrayList<Identifier>();
                resource.path("identifier")
                        .forEach(id -> identifiers.add(Identifier.newBuilder()
                                .setSystem(id.path("system").asText())
                                .setValue(id.path("value").asText())
                                .build()));
                identity.patients()
                        .add(new PatientTable.Patient(
                                resource.path("id").asText(),
                                "",
                                resource.path("birthDate").asText(),
                                identifiers));
            }
        }
    }

    private static String reason(byte[] answer) throws IOException {
        var outcome = JSON.readTree(answer);
        var text = new StringBuilder();
        for (var issue : outcome.path("issue")) {
            text.append(issue.path("diagnostics").asText())
                    .append(' ')
                    .append(issue.path("expression").toString())
                    .append(' ');
        }
        return text.toString();
    }

    static byte[] transaction(String number, String status, String value) {
        return """
                {"resourceType":"Bundle","type":"transaction","entry":[
                 {"fullUrl":"urn:uuid:00000000-0000-4000-8000-000000000001",
                  "resource":{"resourceType":"Patient","identifier":[
                   {"system":"https://fhir.nhs.uk/Id/nhs-number","value":"9990000018"}],"birthDate":"1970-01-01"},
                  "request":{"method":"POST","url":"Patient"}},
                 {"fullUrl":"urn:uuid:00000000-0000-4000-8000-000000000002",
                  "resource":{"resourceType":"DiagnosticReport","identifier":[
                   {"system":"https://lab.example/report","value":"%1$s"}],"status":"%2$s",
                   "category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0074","code":"LAB"}]}],
                   "code":{"coding":[{"system":"http://snomed.info/sct","code":"721981007"}]},
                   "subject":{"reference":"urn:uuid:00000000-0000-4000-8000-000000000001"},
                   "issued":"2026-11-21T10:00:00Z",
                   "performer":[{"identifier":{"system":"https://fhir.nhs.uk/Id/ods-organization-code",
                    "value":"RX902"}}],
                   "result":[{"reference":"urn:uuid:00000000-0000-4000-8000-000000000003"}]},
                  "request":{"method":"POST","url":"DiagnosticReport"}},
                 {"fullUrl":"urn:uuid:00000000-0000-4000-8000-000000000003",
                  "resource":{"resourceType":"Observation","status":"%2$s",
                   "code":{"coding":[{"system":"http://snomed.info/sct","code":"1001371000000100"}]},
                   "subject":{"reference":"urn:uuid:00000000-0000-4000-8000-000000000001"},
                   "effectiveDateTime":"2026-11-21T09:00:00Z",
                   "valueQuantity":{"value":%3$s,"unit":"mg/L","system":"http://unitsofmeasure.org","code":"mg/L"}},
                  "request":{"method":"POST","url":"Observation"}}]}""".formatted(number, status, value).getBytes(StandardCharsets.UTF_8);
    }
}
