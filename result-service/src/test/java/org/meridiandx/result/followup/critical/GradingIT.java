package org.meridiandx.result.followup.critical;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.feeds.MllpPort;
import org.meridiandx.result.Region;
import org.meridiandx.result.Results;
import org.meridiandx.result.Samples;
import org.meridiandx.result.resources.ResourceTree;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.postgres.Rows;
import org.meridiandx.testkit.region.RegionTestResource;

@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class GradingIT {
    private static final String GRADE = "select urgency || ' ' || is_graded from follow_up where report_id = ?";

    IdentityStandIn identity;
    PostgresDatabase database;

    @Inject
    MllpPort mllp;

    private Rows rows;

    @BeforeEach
    void begin() {
        identity.reset();
        rows = new Rows(database);
    }

    @ParameterizedTest
    @CsvSource({"9990007705, 1970-01-01, 2 true, 10080", "9990007713, 2018-05-01, 0 true, 60"})
    void shouldGradeByTheAgeOfThePatient(String nhsNumber, String birthDate, String expected, String minutes)
            throws Exception {
        // Given
        identity.patients().add("aged-" + nhsNumber, nhsNumber, birthDate);

        // When
        var id = sodium("G" + nhsNumber, nhsNumber, birthDate);

        // Then
        assertThat(rows.await(expected, GRADE, id)).isEqualTo(expected);
        assertThat(rows.text(
                        "select round(extract(epoch from due_at - now()) / 60) from follow_up where report_id = ?", id))
                .isEqualTo(minutes);
    }

    @Test
    void shouldHoldTheStricterReadingWhileNobodyCanSayHowOldThePatientIs() throws Exception {
        // Given
        identity.patients().add("aged-G300", "9990007721", "1970-01-01");
        identity.patients().unlabelled(true);

        // When
        var id = sodium("G300", "9990007721", "1970-01-01");
        Thread.sleep(2_500);
        var meanwhile = rows.text(GRADE, id);
        identity.patients().unlabelled(false);

        // Then
        assertThat(meanwhile).isEqualTo("0 false");
        assertThat(rows.await("2 true", GRADE, id)).isEqualTo("2 true");
    }

    @Test
    void shouldGradeByTheLinesThatAReportNamesToo() throws Exception {
        // Given
        identity.patients().add(Samples.PATIENT_ID, Samples.NHS_NUMBER, "1970-01-01");
        var line = Results.observation("G400-K");
        line.withObject("/code")
                .putArray("coding")
                .addObject()
                .put("system", "http://loinc.org")
                .put("code", "2823-3");
        line.withObject("/valueQuantity")
                .put("value", 7.4)
                .put("unit", "mmol/L")
                .put("code", "mmol/L");
        var lineId = Region.post("lab", "Observation", ResourceTree.write(line))
                .jsonPath()
                .getString("id");
        var report = Results.report("G400", "final", "See potassium");
        report.putArray("result").addObject().put("reference", "Observation/" + lineId);

        // When
        var filed = Region.post("lab", "DiagnosticReport", ResourceTree.write(report));

        // Then
        assertThat(filed.statusCode()).as(filed.asString()).isEqualTo(201);
        assertThat(rows.text(GRADE, filed.jsonPath().getString("id"))).isEqualTo("0 true");
    }

    @Test
    void shouldGradeEachReportOfABundleByTheLineThatTheyShare() {
        // Given
        identity.patients().add(Samples.PATIENT_ID, Samples.NHS_NUMBER, "1970-01-01");
        var line = Results.observation("G500-K");
        line.withObject("/code/coding/0").put("system", "http://loinc.org").put("code", "2823-3");
        line.withObject("/valueQuantity")
                .put("value", 7.4)
                .put("unit", "mmol/L")
                .put("code", "mmol/L");
        var bundle = Results.json("{\"resourceType\":\"Bundle\",\"type\":\"transaction\"}");
        entry(bundle, "urn:uuid:00000000-0000-4000-8000-000000000500", line);
        for (var number : List.of("G500", "G501")) {
            var report = Results.report(number, "final", "See potassium");
            report.putArray("result").addObject().put("reference", "urn:uuid:00000000-0000-4000-8000-000000000500");
            entry(bundle, "urn:uuid:00000000-0000-4000-8001-000000000" + number.substring(1), report);
        }

        // When
        var filed = Region.post("lab", "", ResourceTree.write(bundle));

        // Then
        assertThat(filed.statusCode()).as(filed.asString()).isEqualTo(200);
        assertThat(List.of(grade("G500"), grade("G501"))).containsExactly("0 true", "0 true");
    }

    @Test
    void shouldLeaveTheTimeToActWhereItWasAcknowledgedBeforeTheAgeWasKnown() throws Exception {
        // Given
        identity.patients().add("aged-G600", "9990007748", "1970-01-01");
        identity.patients().unlabelled(true);
        var id = sodium("G600", "9990007748", "1970-01-01");
        var acknowledged = Region.post("gp", "DiagnosticReport/" + id + "/$acknowledge", new byte[0]);
        var before = rows.text(GRADE, id);

        // When
        identity.patients().unlabelled(false);
        var after = rows.await("2 true", GRADE, id);

        // Then
        assertThat(acknowledged.statusCode()).as(acknowledged.asString()).isEqualTo(200);
        assertThat(List.of(before, after)).containsExactly("0 false", "2 true");
        assertThat(rows.text(
                        "select round(extract(epoch from due_at - now()) / 86400) from follow_up where report_id = ?",
                        id))
                .isEqualTo("28");
    }

    private static void entry(ObjectNode bundle, String fullUrl, ObjectNode resource) {
        var entry = bundle.withArray("/entry").addObject().put("fullUrl", fullUrl);
        entry.set("resource", resource);
        entry.putObject("request")
                .put("method", "POST")
                .put("url", resource.path("resourceType").asText());
    }

    private String grade(String number) {
        return rows.text(
                GRADE,
                Region.found("gp", "DiagnosticReport?identifier=" + number).getString("entry[0].resource.id"));
    }

    private String sodium(String number, String nhsNumber, String birthDate) throws IOException {
        var text = new String(
                Samples.message(
                        number + "-1",
                        nhsNumber,
                        "ORC|RE||" + number + "^RX902",
                        "OBR|1||" + number
                                + "^RX902|UE^Urea and electrolytes^L|||20261120093000|||||||20261120101500|BLOOD|||||||"
                                + "20261121081500||CH|F",
                        "OBX|1|NM|NA^Sodium^L^2951-2^Sodium^LN||125|mmol/L|133-146|L|||F|||20261120093000"),
                StandardCharsets.UTF_8);
        var reply = Region.send(
                mllp.number(),
                text.replace("|19700101|", "|" + birthDate.replace("-", "") + "|")
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(reply.code()).isEqualTo("AA");
        return Region.found("gp", "DiagnosticReport?identifier=" + number).getString("entry[0].resource.id");
    }
}
