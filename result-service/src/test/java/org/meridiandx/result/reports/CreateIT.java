package org.meridiandx.result.reports;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.contracts.events.v1.Code;
import org.meridiandx.result.Region;
import org.meridiandx.result.Results;
import org.meridiandx.result.Samples;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.Persona;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.kafka.Events;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

/// Single creates: what is stored, once, for whom, and what is refused.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class CreateIT {
    IdentityStandIn identity;
    KafkaProbe kafka;
    Topics topics;

    @BeforeEach
    void knowThePatient() {
        identity.reset();
        identity.patients().add(Samples.PATIENT_ID, Samples.NHS_NUMBER, "1970-01-01");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DiagnosticReport", "Observation", "Specimen"})
    void shouldStoreOneOfEachTypeAndServeItBack(String type) {
        // Given
        var resource = of(type, "C1-" + type);

        // When
        var created = post("lab", resource);

        // Then
        assertThat(created.statusCode()).as(created.asString()).isEqualTo(201);
        var id = created.jsonPath().getString("id");
        assertThat(created.header("Location")).isEqualTo("/fhir/R4/" + type + "/" + id + "/_history/1");
        assertThat(created.header("ETag")).isEqualTo("W/\"1\"");
        var read = Region.get("gp", type + "/" + id);
        assertThat(read.asString()).isEqualTo(created.asString());
        assertThat(read.jsonPath().getString("subject.reference")).isEqualTo("Patient/" + Samples.PATIENT_ID);
        assertThat(Region.get("gp", type + "/" + id + "/nonsense").statusCode()).isEqualTo(404);
    }

    @Test
    void shouldTellTheLabelsOfAReport() {
        // Given
        var report = Results.report("C-labelled", "final", "x");
        report.withArray("/meta/security").addObject().put("code", "HIV").put("system", "urn:example:label");

        // When
        var created = post("lab", report);

        // Then
        assertThat(created.statusCode()).as(created.asString()).isEqualTo(201);
        var id = created.jsonPath().getString("id");
        var told = kafka.await(
                topics.results(),
                1,
                Duration.ofSeconds(10),
                record -> Events.read(record.value())
                        .getReportAvailable()
                        .getReport()
                        .getReportId()
                        .equals(id));
        assertThat(Events.read(told.getFirst().value())
                        .getReportAvailable()
                        .getReport()
                        .getSecurityLabelsList())
                .containsExactly(Code.newBuilder()
                        .setSystem("urn:example:label")
                        .setCode("HIV")
                        .build());
    }

    @Test
    void shouldKeepEveryDigitOfADecimal() {
        // Given
        var text = Results.observation("C2").toString().replace("5.10", "5.100");

        // When
        var created = Region.post("lab", "Observation", text.getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(created.asString()).contains("\"value\":5.100");
    }

    @Test
    void shouldCreateOnceUnderACondition() {
        // Given
        var first = post("lab", Results.observation("C3"), "If-None-Exist", "identifier=https://lab.example/line|C3");

        // When
        var second = post("lab", Results.observation("C3"), "If-None-Exist", "?identifier=https://lab.example/line|C3");
        var other = post("lab", Results.observation("C3b"), "If-None-Exist", "identifier=https://lab.example/line|C3b");
        var odd = post("lab", Results.observation("C3"), "If-None-Exist", "code=x");

        // Then
        assertThat(List.of(first.statusCode(), second.statusCode(), other.statusCode(), odd.statusCode()))
                .containsExactly(201, 200, 201, 400);
        assertThat(second.asString()).isEqualTo(first.asString());
    }

    @Test
    void shouldRefuseAConditionThatTwoMeet() {
        // Given
        post("lab", Results.observation("C4"));
        post("lab", Results.observation("C4").put("status", "amended"));

        // When
        var third = post("lab", Results.observation("C4"), "If-None-Exist", "identifier=https://lab.example/line|C4");

        // Then
        assertThat(third.statusCode()).isEqualTo(412);
    }

    @Test
    void shouldNotCountOneResourceTwiceWhenTwoOfItsIdentifiersMeetTheCondition() {
        // Given
        var twice = Results.observation("C5");
        twice.withArray("/identifier")
                .addObject()
                .put("system", "https://other.example")
                .put("value", "C5");
        post("lab", twice);

        // When
        var again = post("lab", Results.observation("C5"), "If-None-Exist", "identifier=C5");

        // Then
        assertThat(again.statusCode()).isEqualTo(200);
    }

    @Test
    void shouldNotShowWhatMeetsTheConditionToOneWhoMayNotReadIt() {
        // Given
        post("lab", Results.observation("C6"));
        var mayCreateOnly =
                Tokens.of(Persona.RADIOLOGIST).scope("system/Observation.c").sign();

        // When
        var answer = given().header("Authorization", "Bearer " + mayCreateOnly)
                .header("If-None-Exist", "identifier=https://lab.example/line|C6")
                .contentType("application/fhir+json")
                .body(Results.observation("C6").toString())
                .post("/fhir/R4/Observation");

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.header("Content-Location")).contains("/_history/1");
        assertThat(answer.asString()).isEmpty();
    }

    @Test
    void shouldNotAnswerTheRequestOfAnotherClient() {
        // Given
        var requestId = "0b1de1b6-3ac3-4b4c-bb9e-0000000000c7";
        var body = Results.report("C7", "final", "secret of the lab");
        var first = post("lab", body, "X-Request-ID", requestId);

        // When
        var replayed = post("radiologist", body, "X-Request-ID", requestId);
        var other = post("lab", Results.report("C7b", "final", "x"), "X-Request-ID", requestId);

        // Then
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(replayed.statusCode()).isEqualTo(409);
        assertThat(replayed.asString()).doesNotContain("secret");
        assertThat(other.statusCode()).isEqualTo(201);
    }

    @Test
    void shouldStoreOneReportWhenTheSameNumberComesManyTimesAtOnce() throws Exception {
        // Given
        var body = Results.report("C8", "final", "same").toString().getBytes(StandardCharsets.UTF_8);
        var calls = new ArrayList<Callable<Integer>>();
        for (var i = 0; i < 8; i++) {
            calls.add(() -> Region.post("lab", "DiagnosticReport", body).statusCode());
        }
        var statuses = new ArrayList<Integer>();

        // When
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (var done : threads.invokeAll(calls)) {
                statuses.add(done.get());
            }
        }

        // Then
        assertThat(statuses).containsOnlyOnce(201).allMatch(status -> status == 201 || status == 200);
        assertThat(Region.found("gp", "DiagnosticReport?identifier=C8").getInt("total"))
                .isEqualTo(1);
    }

    @ParameterizedTest(name = "{0}.{1} {2}")
    @CsvSource({
        "DiagnosticReport,effectiveDateTime,0000-01-01",
        "DiagnosticReport,issued,9999-12-31T00:00:00Z",
        "Observation,effectiveDateTime,9999-12-31",
        "Observation,issued,0001-01-01T00:00:00Z",
        "Specimen,receivedTime,0000",
    })
    void shouldRefuseATimeThatCannotBeTrue(String type, String element, String value) {
        // Given
        var resource = of(type, "C9-" + element).put(element, value);

        // When
        var answer = post("lab", resource);

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.asString()).contains("OperationOutcome").doesNotContain(value);
    }

    @Test
    void shouldRefuseAPeriodThatEndsBeforeItBegins() {
        // Given
        var report = Results.report("C10", "final", "x");
        report.putObject("effectivePeriod").put("start", "2026-11-21").put("end", "2026-11-20");

        // When
        var answer = post("lab", report);

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.jsonPath().getString("issue[0].expression[0]")).isEqualTo("DiagnosticReport.effectivePeriod");
    }

    @Test
    void shouldStoreIdentifiersThatAreLongerThanAnyIndexTakes() {
        // Given
        var text = new StringBuilder();
        new java.util.Random(7).ints(2_000, 0x4E00, 0x9FA5).forEach(text::appendCodePoint);
        var report = Results.report("C11", "final", "x");
        report.withArray("/identifier").removeAll();
        report.withArray("/identifier").addObject().put("system", "urn:" + text).put("value", text.toString());

        // When
        var first = post("lab", report);
        var second = post("lab", report);

        // Then
        assertThat(first.statusCode()).as(first.asString()).isEqualTo(201);
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(first.jsonPath().getString("identifier[0].value")).isEqualTo(text.toString());
    }

    private static ObjectNode of(String type, String number) {
        return switch (type) {
            case "DiagnosticReport" -> Results.report(number, "final", "x");
            case "Observation" -> Results.observation(number);
            default -> Results.specimen(number);
        };
    }

    private static Response post(String persona, ObjectNode resource, String... headers) {
        return Region.post(
                persona,
                resource.path("resourceType").asText(),
                resource.toString().getBytes(StandardCharsets.UTF_8),
                headers);
    }
}
