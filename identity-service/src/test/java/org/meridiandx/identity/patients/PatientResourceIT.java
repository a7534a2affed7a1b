package org.meridiandx.identity.patients;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.identity.region.Region.as;
import static org.meridiandx.identity.region.Region.createPatient;
import static org.meridiandx.identity.region.Region.freshNhsNumber;
import static org.meridiandx.identity.region.Region.patient;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.identity.region.Region;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.shared.SharedData;

@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class PatientResourceIT {

    @Test
    void shouldServeWhatWasCreated() {
        // Given
        var number = freshNhsNumber();
        var id = createPatient(number, "Adair");

        // When
        var answer = as("hospital-doctor").get("/fhir/R4/Patient/" + id);

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.header("ETag")).isEqualTo("W/\"1\"");
        assertThat(answer.jsonPath().getString("identifier[0].value")).isEqualTo(number);
        assertThat(answer.jsonPath().getString("meta.versionId")).isEqualTo("1");
    }

    @Test
    void shouldHideAPatientFromStrangers() {
        // Given
        var id = createPatient(freshNhsNumber(), "Bishop");

        // When
        var answer = as("stranger").get("/fhir/R4/Patient/" + id);

        // Then
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.asString()).contains("OperationOutcome").doesNotContain("Bishop");
    }

    @Test
    void shouldFindByNhsNumberAndByNameWithBirthDate() {
        // Given
        var number = freshNhsNumber();
        var id = createPatient(number, "Carmody" + number);

        // When
        var byNumber = as("hospital-doctor")
                .queryParam("identifier", "https://fhir.nhs.uk/Id/nhs-number|" + number)
                .get("/fhir/R4/Patient");
        var byName = as("hospital-doctor")
                .queryParam("family", "carmody" + number)
                .queryParam("given", "sam")
                .queryParam("birthdate", "1980-02-01")
                .get("/fhir/R4/Patient");

        // Then
        assertThat(byNumber.jsonPath().getList("entry.resource.id", String.class))
                .containsExactly(id);
        assertThat(byName.jsonPath().getList("entry.resource.id", String.class)).containsExactly(id);
    }

    @Test
    void shouldCreateOnceForOneRequestId() {
        // Given
        var body = patient(freshNhsNumber(), "Dunne", "1970-01-01");
        var requestId = UUID.randomUUID().toString();

        // When
        var first = create(requestId, body);
        var second = create(requestId, body);

        // Then
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.jsonPath().getString("id")).isEqualTo(first.jsonPath().getString("id"));
    }

    @Test
    void shouldRefuseAnotherPatientUnderARequestIdThatWasUsed() {
        // Given
        var requestId = UUID.randomUUID().toString();
        create(requestId, patient(freshNhsNumber(), "Dyer", "1970-01-01"));

        // When
        var other = create(requestId, patient(freshNhsNumber(), "Drew", "1970-01-01"));

        // Then
        assertThat(other.statusCode()).as(other.asString()).isEqualTo(409);
        assertThat(other.asString()).contains("X-Request-ID").doesNotContain("Dyer");
    }

    @Test
    void shouldRefuseTheSameNumberWithOtherContentAndTakeTheSameContent() {
        // Given
        var number = freshNhsNumber();
        createPatient(number, "Ewing");

        // When
        var same = create(UUID.randomUUID().toString(), patient(number, "Ewing", "1980-02-01"));
        var other = create(UUID.randomUUID().toString(), patient(number, "Another", "1980-02-01"));

        // Then
        assertThat(same.statusCode()).isEqualTo(200);
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(other.asString()).contains("duplicate").doesNotContain("Ewing");
    }

    @Test
    void shouldHonourIfNoneExist() {
        // Given
        var number = freshNhsNumber();
        var id = createPatient(number, "Fell");
        var condition = "identifier=https://fhir.nhs.uk/Id/nhs-number|" + number;

        // When
        var found = as("hospital-doctor")
                .header("If-None-Exist", condition)
                .contentType("application/fhir+json")
                .body(patient(number, "Other", "1980-02-01"))
                .post("/fhir/R4/Patient");
        var hidden = as("stranger")
                .header("If-None-Exist", condition)
                .contentType("application/fhir+json")
                .body(patient(number, "Other", "1980-02-01"))
                .post("/fhir/R4/Patient");

        // Then
        assertThat(found.statusCode()).isEqualTo(200);
        assertThat(found.jsonPath().getString("id")).isEqualTo(id);
        assertThat(hidden.statusCode()).isEqualTo(403);
    }

    @Test
    void shouldUpdateOnlyTheVersionThatWasRead() {
        // Given
        var number = freshNhsNumber();
        var id = createPatient(number, "Gray");
        var changed = patient(number, "Gray-Hill", "1980-02-01").replaceFirst("\\{", "{\"id\":\"" + id + "\",");

        // When
        var missing = update(id, null, changed, "hospital-doctor");
        var first = update(id, "W/\"1\"", changed, "hospital-doctor");
        var late = update(id, "W/\"1\"", changed, "hospital-doctor");
        var stranger = update(id, "W/\"2\"", changed, "stranger");
        var otherId = update(UUID.randomUUID().toString(), "W/\"1\"", changed, "hospital-doctor");

        // Then
        assertThat(missing.statusCode()).isEqualTo(412);
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.header("ETag")).isEqualTo("W/\"2\"");
        assertThat(late.statusCode()).isEqualTo(412);
        assertThat(stranger.statusCode()).isEqualTo(403);
        assertThat(otherId.statusCode()).isEqualTo(400);
    }

    static Stream<Arguments> badBodies() {
        return Stream.of(
                Arguments.of("wrong check digit", patient("9990000019", "A", "1980-01-01"), 400, "INVALID_NHS_NUMBER"),
                Arguments.of("letters", patient("99900000AB", "A", "1980-01-01"), 400, "INVALID_NHS_NUMBER"),
                Arguments.of("no date", patient(freshNhsNumber(), "A", "1980-02-30"), 400, "INVALID_VALUE"),
                Arguments.of("empty", "", 400, "BAD_REQUEST"),
                Arguments.of("not JSON", "{", 400, "BAD_REQUEST"),
                Arguments.of(
                        "another type", "{\"resourceType\":\"Basic\",\"code\":{\"text\":\"x\"}}", 400, "INVALID_VALUE"),
                Arguments.of("unknown element", "{\"resourceType\":\"Patient\",\"shoeSize\":1}", 400, "INVALID_VALUE"),
                Arguments.of("nobody", "{\"resourceType\":\"Patient\"}", 400, "MISSING_VALUE"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badBodies")
    void shouldRefuseABadBody(String name, String body, int status, String code) {
        // Given
        var requestId = UUID.randomUUID().toString();

        // When
        var answer = create(requestId, body);

        // Then
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.header("X-Request-ID")).isEqualTo(requestId);
        assertThat(answer.jsonPath().getString("resourceType")).isEqualTo("OperationOutcome");
        assertThat(answer.jsonPath().getString("issue[0].details.coding[0].code"))
                .isEqualTo(code);
    }

    static Stream<Arguments> badSearches() {
        return Stream.of(
                Arguments.of("family=x", 400, "birthdate"),
                Arguments.of("birthdate=1980-01-01", 400, "family"),
                Arguments.of("gender=female", 400, "family"),
                Arguments.of("shoe-size=1", 400, "shoe-size"),
                Arguments.of("identifier=https://fhir.nhs.uk/Id/nhs-number%7C123", 400, "INVALID_NHS_NUMBER"),
                Arguments.of("family=x&birthdate=30-30-30", 400, "birthdate"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badSearches")
    void shouldRefuseABadSearchByName(String query, int status, String fault) {
        // Given
        var request = as("hospital-doctor").urlEncodingEnabled(false);

        // When
        var answer = request.get("/fhir/R4/Patient?" + query);

        // Then
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.asString()).contains(fault);
    }

    @Test
    void shouldRefuseTooManyMatches() {
        // Given
        var family = "Crowd" + freshNhsNumber();
        for (var i = 0; i < 51; i++) {
            createPatient(freshNhsNumber(), family);
        }

        // When
        var answer = as("hospital-doctor").get("/fhir/R4/Patient?family=" + family + "&birthdate=1980-02-01");

        // Then
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.jsonPath().getString("issue[0].code")).isEqualTo("too-costly");
    }

    @Test
    void shouldRefuseXmlAndWritesWithoutScope() {
        // Given
        var body = patient(freshNhsNumber(), "A", "1980-01-01");

        // When
        var xml = as("hospital-doctor")
                .contentType("application/fhir+xml")
                .body("<Patient/>")
                .post("/fhir/R4/Patient");
        var noScope =
                as("auditor").contentType("application/fhir+json").body(body).post("/fhir/R4/Patient");

        // Then
        assertThat(xml.statusCode()).isEqualTo(415);
        assertThat(noScope.statusCode()).isEqualTo(403);
        assertThat(noScope.asString()).contains("system/Patient.c");
    }

    @Test
    void shouldShowAPatientTheirOwnRecordOnly() {
        // Given
        var other = createPatient(freshNhsNumber(), "Hurst");
        var existing = as("hospital-doctor")
                .get("/fhir/R4/Patient?identifier=https://fhir.nhs.uk/Id/nhs-number|"
                        + IdentityTestResource.PATIENT_NUMBER)
                .jsonPath();
        var own = existing.getInt("total") == 0
                ? createPatient(IdentityTestResource.PATIENT_NUMBER, "Self")
                : existing.getString("entry[0].resource.id");
        var token = "Bearer " + Region.freshToken("patient");

        // When
        var mine = given().header("Authorization", token).get("/fhir/R4/Patient/" + own);
        var theirs = given().header("Authorization", token).get("/fhir/R4/Patient/" + other);

        // Then
        assertThat(mine.statusCode()).isEqualTo(200);
        assertThat(theirs.statusCode()).isEqualTo(403);
    }

    @Test
    void shouldAnswerHostileInputWithAClearError() throws Exception {
        // Given
        var files = SharedData.files("hostile/fhir_json", "*.json");
        var faults = new ArrayList<String>();

        // When
        for (var file : files) {
            var body = Files.readAllBytes(file);
            var answer = as("hospital-doctor")
                    .contentType("application/fhir+json")
                    .body(body)
                    .post("/fhir/R4/Patient");
            if (answer.statusCode() >= 500) {
                faults.add(file.getFileName() + ": " + answer.statusCode());
            }
        }

        // Then
        assertThat(files).isNotEmpty();
        assertThat(faults).isEmpty();
    }

    private static Response update(String id, @Nullable String etag, String body, String persona) {
        var request = as(persona).contentType("application/fhir+json").body(body);
        if (etag != null) {
            request.header("If-Match", etag);
        }
        return request.put("/fhir/R4/Patient/" + id);
    }

    private static Response create(String requestId, String body) {
        return as("hospital-doctor")
                .header("X-Request-ID", requestId)
                .contentType("application/fhir+json")
                .body(body)
                .post("/fhir/R4/Patient");
    }
}
