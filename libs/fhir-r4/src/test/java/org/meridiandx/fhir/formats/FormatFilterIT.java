package org.meridiandx.fhir.formats;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.testkit.region.RegionTestResource;

@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,identity"),
        restrictToAnnotatedClass = true)
class FormatFilterIT {
    private static final String READ = "/fhir/R4/Basic/1";

    @ParameterizedTest
    @ValueSource(strings = {"application/fhir+xml", ";;;", "*/*;q=0", "text/html", "application/fhir+json;q=x"})
    void shouldAnswer406WhenAcceptLeavesNoJson(String accept) {
        // Given / When
        var read = given().header("Accept", accept).get(READ).then();
        var created = given().header("Accept", accept)
                .contentType("application/fhir+json")
                .body("{\"resourceType\":\"Basic\"}")
                .post("/fhir/R4/Basic")
                .then();
        var unknown = given().header("Accept", accept).get("/fhir/R4/Nothing").then();

        // Then
        isOutcome(read, 406);
        isOutcome(created, 406);
        isOutcome(unknown, 406);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/fhir+json",
                "application/json",
                "text/json",
                "*/*",
                "application/*;q=0.1",
                "text/html, image/gif, *; q=.2, */*; q=.2",
                ";;;, application/json"
            })
    void shouldAnswerFhirJsonWheneverAcceptTakesIt(String accept) {
        given().header("Accept", accept)
                .header("Accept-Charset", "utf-16, bogus;q=x")
                .get(READ)
                .then()
                .statusCode(200)
                .contentType(startsWith("application/fhir+json"));
    }

    @ParameterizedTest
    @CsvSource({"xml, 406", "application/fhir%2Bxml, 406", "json, 200", "application/fhir+json, 200"})
    void shouldLetTheFormatParameterDecide(String format, int status) {
        given().header("Accept", "application/fhir+xml")
                .urlEncodingEnabled(false)
                .get(READ + "?_format=" + format)
                .then()
                .statusCode(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/fhir+json; charset=utf-16",
                "application/fhir+json; charset=bogus",
                "application/fhir+json; charset"
            })
    void shouldAnswer415WhenTheBodyIsNotUtf8(String contentType) {
        // Given / When
        var answer = post(contentType);

        // Then
        isOutcome(answer, 415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/fhir+json", "application/json; charset=\"UTF-8\""})
    void shouldTakeABodyInUtf8(String contentType) {
        post(contentType).statusCode(200);
    }

    @Test
    void shouldLeaveOtherPathsAlone() {
        given().header("Accept", "text/plain")
                .get("/other?_format=xml")
                .then()
                .statusCode(200)
                .body(equalTo("not FHIR"));
    }

    private static ValidatableResponse post(String contentType) {
        var asIs = EncoderConfig.encoderConfig().appendDefaultContentCharsetToContentTypeIfUndefined(false);
        return given().config(RestAssured.config().encoderConfig(asIs))
                .header("Content-Type", contentType)
                .body("{\"resourceType\":\"Basic\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .post("/fhir/R4/Basic")
                .then();
    }

    private static void isOutcome(ValidatableResponse answer, int status) {
        answer.statusCode(status)
                .contentType(startsWith("application/fhir+json"))
                .body(startsWith("{\"resourceType\":\"OperationOutcome\""));
    }
}
