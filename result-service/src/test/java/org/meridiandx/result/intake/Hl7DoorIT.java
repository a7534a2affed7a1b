package org.meridiandx.result.intake;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.feeds.MllpPort;
import org.meridiandx.result.Region;
import org.meridiandx.result.Samples;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.Persona;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.postgres.Rows;
import org.meridiandx.testkit.region.RegionTestResource;

/// HL7 v2 over HTTP: single messages and batches, and who may send them.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class Hl7DoorIT {
    IdentityStandIn identity;
    PostgresDatabase database;

    @Inject
    MllpPort mllp;

    @BeforeEach
    void knowThePatient() {
        identity.reset();
        identity.patients().add(Samples.PATIENT_ID, Samples.NHS_NUMBER, "1970-01-01");
    }

    @Test
    void shouldFileAMessageAndAnswerItsAcknowledgement() {
        // When
        var answer = post("lab", Samples.fullBloodCount("H100", "FH100", "F", "118"));

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.contentType()).startsWith("application/hl7-v2+er7");
        assertThat(answer.asString()).startsWith("MSH|").contains("MSA|AA|H100");
        var found = Region.found("gp", "DiagnosticReport?identifier=FH100");
        assertThat(found.getString("entry[0].resource.subject.reference")).isEqualTo("Patient/" + Samples.PATIENT_ID);
    }

    @Test
    void shouldAnswerABatchWithABatch() {
        // Given
        var file =
                "FHS|^~\\&|LIMS|RX902|MERIDIAN|NORTH|20261121||f.hl7||FC1\rBHS|^~\\&|LIMS|RX902|MERIDIAN|NORTH|20261121||N||BC1\r"
                        + text(Samples.fullBloodCount("H201", "FH201", "F", "118"))
                        + text(Samples.message("H202", "9990000018", "ZZZ|nothing"))
                        + text(Samples.fullBloodCount("H203", "FH203", "F", "119"))
                        + "BTS|3\rFTS|1\r";

        // When
        var answer = post("lab", file.getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        var lines = answer.asString().split("\r");
        assertThat(lines[0]).startsWith("FHS|^~\\&|MERIDIAN|NORTH|LIMS|RX902|").endsWith("|FC1");
        assertThat(lines[1]).startsWith("BHS|^~\\&|MERIDIAN|NORTH|LIMS|RX902|").endsWith("|BC1");
        assertThat(lines).filteredOn(line -> line.startsWith("MSA")).hasSize(3);
        assertThat(answer.asString()).contains("MSA|AA|H201", "MSA|AE|H202", "MSA|AA|H203", "BTS|3|\rFTS|1\r");
        assertThat(Region.found("gp", "DiagnosticReport?identifier=FH203").getInt("total"))
                .isEqualTo(1);
    }

    @Test
    void shouldTakeABatchOverMllpAsOverHttp() throws IOException {
        // Given
        var file = "BHS|^~\\&|LIMS|RX902|MERIDIAN|NORTH|20261121||N||BC5\r"
                + text(Samples.fullBloodCount("H501", "FH501", "F", "118"))
                + text(Samples.message("H502", "9990000018", "ZZZ|nothing"))
                + text(Samples.fullBloodCount("H503", "FH503", "F", "119"))
                + "BTS|3\r";

        // When
        var first = Region.send(mllp.number(), file.getBytes(StandardCharsets.UTF_8));
        var again = Region.send(mllp.number(), file.getBytes(StandardCharsets.UTF_8));
        var next = Region.send(mllp.number(), Samples.fullBloodCount("H504", "FH504", "F", "118"));

        // Then
        assertThat(first.message().text())
                .startsWith("BHS|^~\\&|MERIDIAN|NORTH|LIMS|RX902|")
                .contains("|BC5\r", "MSA|AA|H501", "MSA|AE|H502", "MSA|AA|H503", "BTS|3|");
        assertThat(again.message().text()).contains("MSA|AA|H501", "MSA|AE|H502", "MSA|AA|H503");
        assertThat(next.code()).isEqualTo("AA");
        assertThat(Region.found("gp", "DiagnosticReport?identifier=FH503").getInt("total"))
                .isEqualTo(1);
    }

    @Test
    void shouldRefuseABatchOverMllpThatHoldsNothing() throws IOException {
        // When
        var answer = Region.send(mllp.number(), "BHS|^~\\&|LIMS|RX902\rBTS|0\r".getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(answer.code()).isEqualTo("AR");
    }

    @Test
    void shouldSayWhatIsOddAboutABatchThatIsCutShort() {
        // Given
        var file = "BHS|^~\\&|LIMS|RX902\r" + text(Samples.fullBloodCount("H301", "FH301", "F", "118"));

        // When
        var answer = post("lab", file.getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(answer.asString()).contains("MSA|AA|H301", "BTS|1|The batch has no trailer");
    }

    @Test
    void shouldAnswerEachMessageOfALongBatch() {
        // Given: each in the name of another organisation
        var message = "MSH|^~\\&|LIMS|RX999|M|N|20261121090000||ORU^R01|H350|P|2.5.1\r";
        var file = "BHS|^~\\&|LIMS|RX999\r" + message.repeat(Hl7Resource.MOST_MESSAGES) + "BTS|2000\r";

        // When
        var answer = post("lab", file.getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.asString().split("MSA\\|AR\\|H350", -1)).hasSize(2_001);
    }

    @Test
    void shouldHaveNoSecondEffectWhenABatchComesAgain() {
        // Given
        var file = "BHS|^~\\&\r" + text(Samples.fullBloodCount("H401", "FH401", "F", "118")) + "BTS|1\r";

        // When
        post("lab", file.getBytes(StandardCharsets.UTF_8));
        var again = post("lab", file.getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(again.asString()).contains("MSA|AA|H401");
        var id = Region.found("gp", "DiagnosticReport?identifier=FH401").getString("entry[0].resource.meta.versionId");
        assertThat(id).isEqualTo("1");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"lab,RX999", "gp,RX902", "pacs,RX902"})
    void shouldRefuseAMessageInTheNameOfAnotherOrganisation(String persona, String facility) {
        // Given
        var message =
                text(Samples.fullBloodCount("H500", "FH500", "F", "118")).replace("|RX902|", "|" + facility + "|");

        // When
        var answer = post(persona, message.getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(answer.asString()).contains("MSA|AR|H500");
        assertThat(Region.found("gp", "DiagnosticReport?identifier=FH500").getInt("total"))
                .isZero();
    }

    @Test
    void shouldAskForTheScopeAndTheToken() {
        // Given
        var message = Samples.fullBloodCount("H600", "FH600", "F", "118");

        // When
        var narrow = post(Tokens.of(Persona.LAB).scope("system/DiagnosticReport.rs"), message);
        var nobody = given().contentType("application/hl7-v2+er7")
                .config(raw())
                .body(message)
                .post("/hl7v2");

        // Then
        assertThat(narrow.statusCode()).isEqualTo(403);
        assertThat(nobody.statusCode()).isEqualTo(401);
    }

    @Test
    void shouldRefuseWhatIsNoMessage() {
        // When
        var prose = post("lab", "Dear doctor".getBytes(StandardCharsets.UTF_8));
        var empty = post("lab", new byte[0]);
        var json = given().header("Authorization", "Bearer " + Tokens.persona("lab"))
                .contentType("application/json")
                .body("{}")
                .post("/hl7v2");

        // Then
        assertThat(prose.statusCode()).isEqualTo(400);
        assertThat(empty.statusCode()).isEqualTo(400);
        assertThat(json.statusCode()).isEqualTo(415);
    }

    @Test
    void shouldRefuseMoreThanAMessageMayHold() {
        // Given
        var head = text(Samples.message("H700", "9990000018", "OBR|1|P|F", "OBX|1|TX|X||"));
        var large = (head.strip() + "x".repeat(21 * 1024 * 1024)).getBytes(StandardCharsets.UTF_8);

        // When
        var answer = post("lab", large);

        // Then
        assertThat(answer.statusCode()).isEqualTo(413);
    }

    @Test
    void shouldKeepSegmentsOfTheSendersOwnWithTheMessage() throws Exception {
        // Given
        var message =
                Samples.message("H800", "9990000018", "OBR|1|PH800|FH800|K^K^L", "ZLB|1|local", "OBX|1|ST|K||x||||||F");

        // When
        post("lab", message);

        // Then
        var raw = new Rows(database)
                .text("select convert_from(raw, 'UTF8') from received_message where control_id = 'H800'");
        assertThat(raw).isEqualTo(text(message)).contains("ZLB|1|local");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"#,$,%,@,!", "|,^,~,\\,&", "*,:,;,/,+"})
    void shouldReadWhateverSeparatorsTheSenderHas(
            String field, String component, String repetition, String escape, String subcomponent) {
        // Given
        var number = "FH9" + (int) field.charAt(0);
        var text = "MSH" + field + component + repetition + escape + subcomponent
                + text(Samples.fullBloodCount(number, number, "F", "118"))
                        .substring(8)
                        .replace("&", "\u0001")
                        .replace("|", field)
                        .replace("^", component)
                        .replace("~", repetition)
                        .replace("\u0001", subcomponent)
                        .replace("10" + repetition + "9", "10*9");

        // When
        var answer = post("lab", text.getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(answer.asString()).contains("MSA" + field + "AA");
        assertThat(Region.found("gp", "DiagnosticReport?identifier=" + number).getInt("total"))
                .isEqualTo(1);
    }

    @ParameterizedTest(name = "MSH-18 {0}, bytes {1}")
    @CsvSource({"UNICODE UTF-8,ISO-8859-1", "ASCII,UTF-8", "KLINGON,windows-1252", "UNICODE UTF-8,windows-1252"})
    void shouldReadTextWhoseCharacterSetIsNotWhatItSays(String declared, String actual) {
        // Given
        var number = "FC" + Math.abs((declared + actual).hashCode());
        var text = text(Samples.message(
                        number,
                        "9990000018",
                        "OBR|1|P" + number + "|" + number + "|K^K^L",
                        "OBX|1|ST|N^N^L||Bjørk é||||||F"))
                .replaceFirst("\\|P\\|2\\.5\\.1\r", "|P|2.5.1||||||" + declared + "\r");

        // When
        post("lab", text.getBytes(Charset.forName(actual)));

        // Then
        var line = Region.found("gp", "DiagnosticReport?identifier=" + number)
                .getString("entry[0].resource.result[0].reference");
        assertThat(Region.found("gp", line).getString("valueString")).isEqualTo("Bjørk é");
    }

    private static Response post(String persona, byte[] body) {
        return post(Tokens.of(Persona.named(persona)), body);
    }

    private static Response post(Tokens token, byte[] body) {
        return given().header("Authorization", "Bearer " + token.sign())
                .config(raw())
                .contentType("application/hl7-v2+er7")
                .body(body)
                .post("/hl7v2");
    }

    private static RestAssuredConfig raw() {
        return RestAssuredConfig.config()
                .encoderConfig(EncoderConfig.encoderConfig()
                        .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                        .encodeContentTypeAs("application/hl7-v2+er7", ContentType.TEXT));
    }

    private static String text(byte[] message) {
        return new String(message, StandardCharsets.UTF_8);
    }
}
