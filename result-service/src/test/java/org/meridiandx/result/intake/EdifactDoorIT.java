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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.result.Region;
import org.meridiandx.result.Samples;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.region.RegionTestResource;

/// Reports in EDIFACT over HTTP.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class EdifactDoorIT {
    private static final Path SAMPLE = Path.of("src/test/resources/golden/edifact/groups-comparators-and-ranges.edi");
    IdentityStandIn identity;

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
