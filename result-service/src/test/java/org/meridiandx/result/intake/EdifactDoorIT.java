package org.meridiandx.result.intake;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.result.Region;
import org.meridiandx.result.Samples;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.postgres.Rows;
import org.meridiandx.testkit.region.RegionTestResource;

/// Reports in EDIFACT over HTTP.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class EdifactDoorIT {
    private static final Path SAMPLE = Path.of("src/test/resources/golden/edifact/groups-comparators-and-ranges.edi");
    IdentityStandIn identity;
    PostgresDatabase database;

    @BeforeEach
    void knowThePatient() {
        identity.reset();
        identity.patients().add(Samples.PATIENT_ID, Samples.NHS_NUMBER, "1970-01-01");
    }

    @Test
    void shouldFileAReportOnceAndAcknowledgeIt() throws IOException {
        // Given
        var text = Files.readString(SAMPLE).replace("T000001", "E100");

        // When
        var first = post("lab", text);
        var again = post("lab", text);

        // Then
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.asString()).contains("NHSACK", "+IAF'", "NMR+AGO:1+MA'");
        assertThat(again.asString()).contains("+IAF'");
        var found = Region.found("gp", "DiagnosticReport?identifier=15/E100/202611210900");
        assertThat(found.getInt("total")).isEqualTo(1);
        assertThat(found.getString("entry[0].resource.meta.versionId")).isEqualTo("1");
        assertThat(found.getString("entry[0].resource.subject.reference")).isEqualTo("Patient/" + Samples.PATIENT_ID);
        assertThat(found.getList("entry[0].resource.result")).hasSize(5);
    }

    @Test
    void shouldWithdrawNoMoreThanTheLinesThatAreWithdrawnAlone() throws IOException {
        // Given
        var text = Files.readString(SAMPLE).replace("T000001", "E150");
        assertThat(post("lab", text).asString()).contains("NMR+AGO:1+MA'");

        // When
        var answer = post("lab", withdrawing(text.lines().toList()));

        // Then
        assertThat(answer.asString()).contains("NMR+AGO:1+MA'");
        var found = Region.found("gp", "DiagnosticReport?identifier=15/E150/202611210900");
        assertThat(found.getString("entry[0].resource.meta.versionId")).isEqualTo("2");
        assertThat(found.getString("entry[0].resource.status")).isEqualTo("corrected");
        var id = found.getString("entry[0].resource.id");
        var statuses = new Rows(database)
                .text("select string_agg(distinct status, ',') from observation where report_id = ?", id);
        assertThat(statuses.split(",")).contains("entered-in-error", "unknown");
    }

    /// A later message of the same report that says no more than that its haemoglobin was wrong.
    private static String withdrawing(List<String> lines) {
        var begin = lines.indexOf("UNH+1+MEDRPT:0:1:RT:NHS003'");
        var first = lines.indexOf("INV+MQ+424..:911::Full blood count - FBC'") - 1;
        var message = new ArrayList<>(lines.subList(0, first));
        message.addAll(List.of("GIS+N'", "INV+MQ+423..:911::Haemoglobin estimation'", "STS++EN'"));
        message.add("UNT+" + (message.size() - begin + 1) + "+1'");
        message.add("UNZ+1+79'");
        return String.join("\n", message)
                .replace("0900+77+", "0901+79+")
                .replace("DTM+ISR:202611201541", "DTM+ISR:202611201641");
    }

    @Test
    void shouldRefuseAMessageThatIsCutShortAndSayWhy() throws IOException {
        // Given
        var text = Files.readString(SAMPLE).replace("T000001", "E200").replace("PDI+2'\n", "");

        // When
        var answer = post("lab", text);

        // Then
        assertThat(answer.asString()).contains("+IRM'", "NMR+AGO:1+MR'", "FTX+ERD+++UNT does not say");
        assertThat(Region.found("gp", "DiagnosticReport?identifier=15/E200/202611210900")
                        .getInt("total"))
                .isZero();
    }

    @Test
    void shouldAnswerEachMessageOfALongInterchange() {
        // Given: none of the form that is taken
        var messages = new StringBuilder("UNB+UNOC:3+1+2+261121:0900+78'");
        for (var number = 1; number <= 2_000; number++) {
            messages.append("UNH+" + number + "+MEDRPT:0:1:RT:NHS004'UNT+2+" + number + "'");
        }

        // When
        var answer = post("lab", messages + "UNZ+2000+78'");

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.asString().split("\\+MR'", -1)).hasSize(2_001);
    }

    @ParameterizedTest
    @CsvSource({"gp,403", "pacs,403", "stranger,403", "patient,403"})
    void shouldTakeReportsFromLaboratoriesOnly(String persona, int status) throws IOException {
        assertThat(post(persona, Files.readString(SAMPLE)).statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"'',400", "Dear doctor,400", "UNB+UNOC:3+1+2'UNH+1+MEDRPT',400"})
    void shouldRefuseWhatIsNoInterchange(String text, int status) {
        assertThat(post("lab", text).statusCode()).isEqualTo(status);
    }

    @Test
    void shouldRefuseWhatIsTooLarge() {
        assertThat(post("lab", "UNB+" + "x".repeat(5 * 1024 * 1024)).statusCode())
                .isEqualTo(413);
    }

    private static Response post(String persona, String text) {
        return given().header("Authorization", "Bearer " + Tokens.persona(persona))
                .config(RestAssuredConfig.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                                .encodeContentTypeAs("application/edifact", ContentType.TEXT)))
                .contentType("application/edifact")
                .body(text.getBytes(StandardCharsets.ISO_8859_1))
                .post("/edifact");
    }
}
