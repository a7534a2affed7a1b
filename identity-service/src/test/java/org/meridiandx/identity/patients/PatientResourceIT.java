package org.meridiandx.identity.patients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.identity.region.Region.as;
import static org.meridiandx.identity.region.Region.createPatient;
import static org.meridiandx.identity.region.Region.freshNhsNumber;
import static org.meridiandx.identity.region.Region.patient;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.testkit.region.RegionTestResource;

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

    private static io.restassured.response.Response create(String requestId, String body) {
        return as("hospital-doctor")
                .header("X-Request-ID", requestId)
                .contentType("application/fhir+json")
                .body(body)
                .post("/fhir/R4/Patient");
    }
}
