package org.meridiandx.result.trends;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.contracts.events.v1.AuditRecord;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.result.Region;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

/// The latest, the statistics and the chart of what the caller may see, each with its trace.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class SeriesIT {
    private static final String PATIENT = "patient-series";
    private static final String NHS_NUMBER = "9990000336";
    private static final String POTASSIUM = "code=http://loinc.org%7C2823-3&patient=" + PATIENT;
    IdentityStandIn identity;
    KafkaProbe kafka;
    Topics topics;

    @BeforeEach
    void fileValues() {
        identity.reset();
        identity.patients().add(PATIENT, NHS_NUMBER, "1970-01-01");
        file("SER-1", "2823-3", "4.1", "mmol/L", "2026-03-01", "");
        file("SER-2", "2823-3", "6100", "umol/L", "2026-03-02", "");
        file("SER-3", "2823-3", "2.2", "mmol/L", "2026-03-03", "R");
        file("SER-4", "2951-2", "140", "mmol/L", "2026-03-01", "");
        file("SER-5", "2823-3", "9", "[pH]", "2026-02-01", "");
    }

    private static void file(String number, String code, String value, String unit, String day, String label) {
        var labels = label.isEmpty()
                ? ""
                : "\"meta\":{\"security\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-Confidentiality\","
                        + "\"code\":\"" + label + "\"}]},";
        var body = """
                {"resourceType":"Observation",%s"status":"final","identifier":[{"system":"urn:line","value":"%s"}],
                 "code":{"coding":[{"system":"http://loinc.org","code":"%s","display":"<b>Potassium</b>"}]},
                 "subject":{"identifier":{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"%s"}},
                 "effectiveDateTime":"%sT09:00:00Z",
                 "valueQuantity":{"value":%s,"unit":"%s","system":"http://unitsofmeasure.org","code":"%s"},
                 "referenceRange":[{"low":{"value":3.5,"code":"mmol/L"},"high":{"value":5.3,"code":"mmol/L"}}]}""".formatted(labels, number, code, NHS_NUMBER, day, value, unit, unit);
        var answer = Region.post(
                "lab",
                "Observation",
                body.getBytes(StandardCharsets.UTF_8),
                "If-None-Exist",
                "identifier=urn:line|" + number);
        assertThat(answer.statusCode()).as(answer.asString()).isBetween(200, 201);
    }

    private static Response chart(String persona, String accept, String query) {
        return given().urlEncodingEnabled(false)
                .header("Authorization", "Bearer " + Tokens.persona(persona))
                .accept(accept)
                .get("/charts/observations?" + query);
    }

    @Test
    void shouldGiveTheLatestOfEachCode() {
        // When
        var latest = Region.found("gp", "Observation/$lastn?patient=Patient/" + PATIENT);
        var two = Region.found("gp", "Observation/$lastn?max=2&" + POTASSIUM);

        // Then
        assertThat(latest.getList("entry.resource.valueQuantity.value.collect { it.toString() }"))
                .containsExactly("2.2", "140");
        assertThat(two.getList("entry.resource.effectiveDateTime"))
                .containsExactly("2026-03-03T09:00:00Z", "2026-03-02T09:00:00Z");
        assertThat(two.getInt("total")).isEqualTo(2);
    }

    @Test
    void shouldKnowItsOperationsByAnEncodedDollarToo() {
        // When
        var latest = Region.found("gp", "Observation/%24lastn?" + POTASSIUM);
        var stats = Region.found("gp", "Observation/%24stats?statistic=maximum&" + POTASSIUM);

        // Then
        assertThat(latest.getString("entry[0].resource.effectiveDateTime")).isEqualTo("2026-03-03T09:00:00Z");
        assertThat(stats.getString("parameter[0].name")).isEqualTo("statistics");
    }

    @Test
    void shouldGiveNoPlaceToWhatTheCallerMayNotSee() {
        // Given
        identity.access().sealLabelled();

        // When
        var latest = Region.found("hospital-doctor", "Observation/$lastn?" + POTASSIUM);
        var stats = Region.found("hospital-doctor", "Observation/$stats?statistic=total-count,minimum&" + POTASSIUM);
        var chart = chart("hospital-doctor", "application/json", POTASSIUM).jsonPath();

        // Then
        assertThat(latest.getString("entry[0].resource.effectiveDateTime")).isEqualTo("2026-03-02T09:00:00Z");
        assertThat(stats.getString("parameter[0].resource.component[0].valueQuantity.value"))
                .isEqualTo("3");
        assertThat(chart.getList("points.sentValue")).hasSize(2);
    }

    @Test
    void shouldGiveStatisticsInOneUnit() {
        // When
        var stats = Region.found("gp", "Observation/$stats?unit=mmol/L&" + POTASSIUM);

        // Then
        assertThat(stats.getString("parameter[0].name")).isEqualTo("statistics");
        var component = "parameter[0].resource.component.find { it.code.coding[0].code == '%s' }.valueQuantity.%s";
        assertThat(stats.getString(component.formatted("maximum", "value"))).isEqualTo("6.1");
        assertThat(stats.getString(component.formatted("minimum", "value"))).isEqualTo("2.2");
        assertThat(stats.getString(component.formatted("average", "unit"))).isEqualTo("mmol/L");
        assertThat(stats.getString(component.formatted("count", "value"))).isEqualTo("3");
        assertThat(stats.getString(component.formatted("total-count", "value"))).isEqualTo("4");
    }

    @Test
    void shouldDrawAcrossUnitsAndRunNothing() {
        // When
        var svg = chart("gp", "image/svg+xml", POTASSIUM);
        var page = chart("gp", "text/html", POTASSIUM);
        var data = chart("gp", "application/json", POTASSIUM + "&date=ge2026-03-02")
                .jsonPath();

        // Then
        assertThat(svg.statusCode()).as(svg.asString()).isEqualTo(200);
        assertThat(svg.contentType()).startsWith("image/svg+xml");
        assertThat(svg.asString()).contains("&lt;b&gt;Potassium", "6.1").doesNotContain("<b>");
        assertThat(page.asString()).contains("<table>").doesNotContain("<b>");
        for (var answer : List.of(svg, page)) {
            assertThat(answer.header("Content-Security-Policy"))
                    .startsWith("default-src 'none'")
                    .contains("sandbox");
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Cache-Control")).contains("no-store");
        }
        assertThat(data.getString("unit")).isEqualTo("mmol/L");
        assertThat(data.getList("points.value.collect { it.toString() }")).containsExactly("6.1", "2.2");
        assertThat(data.getList("points.converted")).containsExactly(true, false);
        assertThat(data.getString("referenceRanges[0].high")).isEqualTo("5.3");
    }

    @Test
    void shouldRefuseAStrangerAndWriteItDown() {
        // When
        var answers = List.of(
                Region.get("stranger", "Observation/$lastn?" + POTASSIUM),
                Region.get("stranger", "Observation/$stats?" + POTASSIUM),
                chart("stranger", "image/svg+xml", POTASSIUM));

        // Then
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(403);
            assertThat(answer.asString()).doesNotContain("6.1").doesNotContain("6100");
        });
        assertThat(given().get("/charts/observations?" + POTASSIUM).statusCode())
                .isEqualTo(401);
        var traces = kafka.await(topics.audit(), 3, Duration.ofSeconds(15), record -> {
            var audit = auditOf(record.value());
            return audit.getOutcome().equals("denied")
                    && audit.getOrganisation().equals("Y90099");
        });
        assertThat(traces).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void shouldLeaveATraceOfWhatWasDrawn() {
        // Given
        var id = Region.found("gp", "Observation?identifier=SER-2").getString("entry[0].resource.id");

        // When
        chart("gp", "image/svg+xml", POTASSIUM);

        // Then
        var traces = kafka.await(topics.audit(), 1, Duration.ofSeconds(15), record -> {
            var audit = auditOf(record.value());
            return audit.getInteraction().equals("chart")
                    && audit.getResourceIdsList().contains(id);
        });
        assertThat(traces).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Observation/$lastn",
                "Observation/$lastn?patient=a&patient=b",
                "Observation/$lastn?patient=a&subject=a",
                "Observation/$lastn?patient=Patient/a,Patient/b",
                "Observation/$lastn?subject=Patient/a,b",
                "Observation/$lastn?patient=a%5C%2Cb",
                "Observation/$stats?patient=Patient/a,Patient/b&code=x",
                "Observation/$lastn?patient=a&max=0",
                "Observation/$lastn?patient=a&max=101",
                "Observation/$lastn?patient=a&colour=red",
                "Observation/$lastn?patient=a&_count=5",
                "Observation/$stats?patient=a",
                "Observation/$stats?patient=a&code=x&statistic=skew",
                "Observation/$stats?patient=a&code=x&date=yesterday",
                "Observation/$stats?patient=a&code="
            })
    void shouldRefuseByNameWhatItDoesNotTake(String path) {
        // When
        var answer = Region.get("gp", path);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
        assertThat(answer.asString()).contains("OperationOutcome");
    }

    private static AuditRecord auditOf(byte[] event) {
        try {
            return Event.parseFrom(event).getAudit();
        } catch (InvalidProtocolBufferException bad) {
            throw new AssertionError(bad);
        }
    }
}
