package org.meridiandx.result.codes;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Map;
import java.util.StringJoiner;
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
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.postgres.Rows;
import org.meridiandx.testkit.region.RegionTestResource;

/// Local codes, what they mean, and those that mean nothing yet.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class CodeMapIT {
    private static final String LAB = "urn:meridian:rx902:codes";
    IdentityStandIn identity;
    PostgresDatabase database;

    @Inject
    MllpPort mllp;

    @BeforeEach
    void reset() {
        identity.reset();
        identity.patients().add(Samples.PATIENT_ID, Samples.NHS_NUMBER, "1970-01-01");
    }

    @Test
    void shouldCountAnUnknownCodeUntilItIsMappedAndThenAddItsMeaning() throws IOException {
        // Given
        send("CM1", "ZPOT");
        send("CM2", "ZPOT");
        var waiting = list("lab", "?state=unmapped").jsonPath();
        Map<String, Object> entry =
                waiting.getMap("unmapped.find { it.code == 'ZPOT' && it.element == 'observation' }");
        assertThat(entry).containsEntry("system", LAB).containsEntry("seen", 2).containsEntry("display", "Local");

        // When
        var answer = put("lab", change(LAB, "ZPOT", "http://loinc.org", "2823-3"));
        send("CM3", "ZPOT");

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        var found = Region.found("gp", "Observation?patient=" + Samples.PATIENT_ID + "&code=http://loinc.org%7C2823-3");
        assertThat(found.getInt("total")).isEqualTo(1);
        assertThat(found.getString("entry[0].resource.code.coding[0].code")).isEqualTo("ZPOT");
        assertThat(list("lab", "?state=unmapped").asString()).doesNotContain("\"ZPOT\"");
        assertThat(list("lab", "?state=mapped").asString())
                .contains("\"ZPOT\"", "2823-3", "\"changedBy\":\"Device/lab\"");
    }

    @Test
    void shouldCountAndMapTheCodesOfFhirAsThoseOfHl7() {
        // Given
        var first = Results.observation("CMF1");
        var own = (ObjectNode) first.at("/code/coding/0");
        own.remove("system");
        own.put("code", "ZFHIR");
        var second = first.deepCopy();
        ((ObjectNode) second.at("/identifier/0")).put("value", "CMF2");
        Region.post("lab", "Observation", ResourceTree.write(first)).then().statusCode(201);
        var waiting = list("lab", "?state=unmapped").jsonPath();

        // When
        put("lab", change(LAB, "ZFHIR", "http://loinc.org", "1988-5"));
        var filed = Region.post("lab", "Observation", ResourceTree.write(second));

        // Then
        Map<String, Object> entry = waiting.getMap("unmapped.find { it.code == 'ZFHIR' }");
        assertThat(entry).containsEntry("system", LAB).containsEntry("element", "observation");
        assertThat(filed.statusCode()).as(filed.asString()).isEqualTo(201);
        var found = Region.found("gp", "Observation?identifier=CMF2");
        assertThat(found.getList("entry[0].resource.code.coding.code", String.class))
                .containsExactly("ZFHIR", "1988-5");
    }

    @Test
    void shouldNoLongerAddAMeaningThatWasTakenBack() throws IOException {
        // Given
        put("lab", change(LAB, "ZOLD", "http://snomed.info/sct", "1022431000000105"));
        put("lab", "[{\"system\":\"" + LAB + "\",\"code\":\"ZOLD\"}]");

        // When
        send("CM4", "ZOLD");

        // Then
        var found = Region.found("gp", "Observation?patient=" + Samples.PATIENT_ID + "&code=" + LAB + "%7CZOLD");
        assertThat(found.getList("entry[0].resource.code.coding")).hasSize(1);
    }

    @Test
    void shouldChangeAsManyCodesAsOneRequestMayHold() {
        // Given: another laboratory's, so that the lists of the first stay short
        var system = "urn:meridian:rx777:codes";
        var puts = new StringJoiner(",", "[", "]");
        var forgets = new StringJoiner(",", "[", "]");
        for (var number = 0; number < 5_000; number++) {
            var code = "{\"system\":\"" + system + "\",\"code\":\"Z" + number + "\"";
            puts.add(code + ",\"target\":{\"system\":\"http://loinc.org\",\"code\":\"2823-3\"}}");
            forgets.add(code + "}");
        }
        var count = "select count(*) from code_map where system = '" + system + "'";

        // When
        var put = put("loader", puts.toString());
        var mapped = new Rows(database).number(count);
        var forgotten = put("loader", forgets.toString());

        // Then
        assertThat(put.statusCode()).as(put.asString()).isEqualTo(200);
        assertThat(mapped).isEqualTo(5_000);
        assertThat(forgotten.statusCode()).isEqualTo(200);
        assertThat(new Rows(database).number(count)).isZero();
    }

    @Test
    void shouldLetTheLastChangeOfACodeCount() {
        // Given
        var put = change(LAB, "ZTWICE", "http://loinc.org", "2823-3").replaceAll("^\\[|]$", "");
        var forget = "{\"system\":\"" + LAB + "\",\"code\":\"ZTWICE\"}";

        // When
        put("lab", "[" + put + "," + forget + "]");
        var forgotten = list("lab", "?state=mapped").asString();
        put("lab", "[" + forget + "," + put.replace("2823-3", "718-7") + "]");
        var mapped = list("lab", "?state=mapped").asString();

        // Then
        assertThat(forgotten).doesNotContain("ZTWICE");
        assertThat(mapped).contains("ZTWICE", "718-7");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "nonsense;400",
                "{};400",
                "[];400",
                "[{\"system\":\"http://loinc.org\",\"code\":\"1\"}];400",
                "[{\"system\":\"urn:meridian:rx902:codes\"}];400",
                "[{\"system\":\"urn:meridian:rx902:codes\",\"code\":\"A\",\"target\":{\"system\":\"http://loinc.org\",\"code\":\"X\"}}];400",
                "[{\"system\":\"urn:meridian:rx902:codes\",\"code\":\"A\",\"target\":{\"system\":\"urn:x\",\"code\":\"1\"}}];400",
                "[{\"system\":\"urn:meridian:rx999:codes\",\"code\":\"A\"}];403"
            })
    void shouldRefuseAChangeThatCannotBe(String body, int status) {
        assertThat(put("lab", body).statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"gp,403", "stranger,403", "patient,403", "lab,200", "loader,200"})
    void shouldBeForThoseWhoKeepTheCodes(String persona, int status) {
        assertThat(list(persona, "").statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"?state=all", "?_sort=x", "?_cursor=x&state=mapped"})
    void shouldRefuseParametersThatItDoesNotKnow(String query) {
        assertThat(list("lab", query).statusCode()).isEqualTo(400);
    }

    private void send(String number, String code) throws IOException {
        var message = Samples.message(
                number,
                Samples.NHS_NUMBER,
                "OBR|1|P" + number + "|" + number + "|" + code + "^Local^L|||20261120||||||||||||||||||F",
                "OBX|1|NM|" + code + "^Local^L||5.9|mmol/L|||||F");
        assertThat(Region.send(mllp.number(), message).code()).isEqualTo("AA");
    }

    private static String change(String system, String code, String targetSystem, String target) {
        return "[{\"system\":\"" + system + "\",\"code\":\"" + code + "\",\"target\":{\"system\":\"" + targetSystem
                + "\",\"code\":\"" + target + "\",\"display\":\"Meaning\"}}]";
    }

    private static Response list(String persona, String query) {
        return given().header("Authorization", "Bearer " + Tokens.persona(persona))
                .get("/results/codes" + query);
    }

    private static Response put(String persona, String body) {
        return given().header("Authorization", "Bearer " + Tokens.persona(persona))
                .contentType("application/json")
                .body(body)
                .put("/results/codes");
    }
}
