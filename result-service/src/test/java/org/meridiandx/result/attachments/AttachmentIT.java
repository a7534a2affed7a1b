package org.meridiandx.result.attachments;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.result.Region;
import org.meridiandx.result.Results;
import org.meridiandx.result.Samples;
import org.meridiandx.result.resources.ResourceTree;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.kafka.Events;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

/// Documents of a report come as files that a browser keeps, to those who may read the report.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class AttachmentIT {
    private static final byte[] PDF = "%PDF-1.7 test".getBytes(StandardCharsets.UTF_8);
    private static final byte[] PAGE = "<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8);
    IdentityStandIn identity;
    KafkaProbe kafka;
    Topics topics;
    private String id = "";

    @BeforeEach
    void fileAReport() {
        identity.reset();
        identity.patients().add(Samples.PATIENT_ID, Samples.NHS_NUMBER, "1970-01-01");
        var report = Results.report("DOC-1", "final", "see document");
        var forms = report.putArray("presentedForm");
        forms.addObject()
                .put("contentType", "application/pdf")
                .put("title", "Full \"report\"\r\nX-Evil: 1")
                .put("data", Base64.getEncoder().encodeToString(PDF));
        forms.addObject()
                .put("contentType", "text/html")
                .put("data", Base64.getEncoder().encodeToString(PAGE));
        forms.addObject().put("contentType", "application/pdf").put("url", "https://elsewhere.example/x.pdf");
        var answer = Region.post(
                "lab",
                "DiagnosticReport",
                report.toString().getBytes(StandardCharsets.UTF_8),
                "If-None-Exist",
                "identifier=https://lab.example/report|DOC-1");
        assertThat(answer.statusCode()).as(answer.asString()).isBetween(200, 201);
        id = Region.found("gp", "DiagnosticReport?identifier=DOC-1").getString("entry[0].resource.id");
    }

    private static Response get(String persona, String path, String accept) {
        return given().header("Authorization", "Bearer " + Tokens.persona(persona))
                .accept(accept)
                .get("/fhir/R4/" + path);
    }

    @Test
    void shouldGiveTheDocumentAsAFile() {
        // Given
        var listed = Region.found("gp", "DiagnosticReport/" + id + "/$documents");

        // When
        var file = get("gp", "Binary/" + id + ".1.1", "application/pdf");
        var binary = get("gp", "Binary/" + id + ".1.1", "application/fhir+json");

        // Then
        assertThat(listed.getList("parameter.valueAttachment.size")).containsExactly(PDF.length, PAGE.length);
        assertThat(Region.get("gp", "DiagnosticReport/" + id + "/%24documents").asByteArray())
                .isEqualTo(Region.get("gp", "DiagnosticReport/" + id + "/$documents")
                        .asByteArray());
        assertThat(listed.getString("parameter[0].valueAttachment.url")).endsWith("/fhir/R4/Binary/" + id + ".1.1");
        assertThat(file.statusCode()).as(file.asString()).isEqualTo(200);
        assertThat(file.asByteArray()).isEqualTo(PDF);
        assertThat(file.contentType()).isEqualTo("application/pdf");
        assertThat(file.header("Content-Disposition")).isEqualTo("attachment; filename=\"report-1.pdf\"");
        assertThat(file.header("X-Evil")).isNull();
        assertThat(binary.jsonPath().getString("data"))
                .isEqualTo(Base64.getEncoder().encodeToString(PDF));
        assertThat(binary.jsonPath().getString("securityContext.reference")).isEqualTo("DiagnosticReport/" + id);
    }

    @Test
    void shouldTraceADocumentAsAReadOfItsVersion() {
        // Given
        var report = Results.report("DOC-2", "preliminary", "see document");
        var older = document(report);
        var current = document(report.put("status", "final").put("issued", "2026-11-21T11:00:00Z"));

        // When
        get("gp", "Binary/" + older, "application/pdf").then().statusCode(200);
        get("gp", "Binary/" + current, "application/pdf").then().statusCode(200);

        // Then
        var read = kafka.await(topics.audit(), 2, Duration.ofSeconds(20), record -> {
            var audit = Events.read(record.value()).getAudit();
            return audit.getUser().equals("Practitioner/gp-1")
                    && audit.getResourceIdsList().contains(older.substring(0, older.indexOf('.')));
        });
        assertThat(older).endsWith(".1.1");
        assertThat(current).isEqualTo(older.replace(".1.1", ".2.1"));
        assertThat(read)
                .extracting(record -> Events.read(record.value()).getAudit().getInteraction())
                .containsExactlyInAnyOrder("vread", "read");
    }

    private static String document(ObjectNode report) {
        report.putArray("presentedForm")
                .addObject()
                .put("contentType", "application/pdf")
                .put("data", Base64.getEncoder().encodeToString(PDF));
        var filed = Region.post("lab", "DiagnosticReport", ResourceTree.write(report));
        assertThat(filed.statusCode()).as(filed.asString()).isBetween(200, 201);
        return filed.jsonPath().getString("id") + "." + filed.jsonPath().getString("meta.versionId") + ".1";
    }

    @Test
    void shouldNeverGiveAPageThatABrowserWouldRun() {
        // When
        var page = get("gp", "Binary/" + id + ".1.2", "text/html");

        // Then
        assertThat(page.asByteArray()).isEqualTo(PAGE);
        assertThat(page.contentType()).isEqualTo("application/octet-stream");
        assertThat(page.header("Content-Disposition")).startsWith("attachment");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.header("Content-Security-Policy")).isEqualTo("default-src 'none'; sandbox");
    }

    @Test
    void shouldHideDocumentsFromThoseWhoMayNotReadTheReport() {
        // Given
        var document = "Binary/" + id + ".1.1";

        // When
        var hidden = List.of(
                get("stranger", document, "*/*"), Region.get("stranger", "DiagnosticReport/" + id + "/$documents"));
        identity.access().mask("Y90099", Samples.PATIENT_ID);
        var masked = get("stranger", document, "*/*");

        // Then
        assertThat(hidden).allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(403));
        assertThat(masked.statusCode()).isEqualTo(404);
        assertThat(given().get("/fhir/R4/" + document).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {".1.3", ".1.4", ".2.1", ".1", ".0.1", ".1.0", ".1.1.1", ".1.x", "", ".99999999.1"})
    void shouldKnowNoDocumentThatIsNotThere(String rest) {
        // When
        var answer = get("gp", "Binary/" + id + rest, "*/*");

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(404);
    }
}
