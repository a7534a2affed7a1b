package org.meridiandx.identity.patients.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.identity.region.Region.as;
import static org.meridiandx.identity.region.Region.freshNhsNumber;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.testkit.region.RegionTestResource;

@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class MatchResourceIT {
    private static final String NHS_NUMBER = "{\"system\":\"https://fhir.nhs.uk/Id/nhs-number\",\"value\":\"%s\"}";
    private static final String RECORD_NUMBER =
            "{\"type\":{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/v2-0203\",\"code\":\"MR\"}]},"
                    + "\"system\":\"urn:meridian:rx901:mrn\",\"value\":\"%s\"}";

    @Test
    void shouldFindNobodyCertainlyWhenTwoAreCertain() {
        // Given
        var number = NHS_NUMBER.formatted(freshNhsNumber());
        var record = RECORD_NUMBER.formatted("M" + UUID.randomUUID());
        create(person(number));
        create(person(record));

        // When
        var one = match(person(number), 10);
        var two = match(person(number + "," + record), 10);
        var firstOfTwo = match(person(number + "," + record), 1);

        // Then
        assertThat(one.jsonPath().getInt("total")).as(one.asString()).isEqualTo(1);
        assertThat(two.jsonPath().getInt("total")).as(two.asString()).isZero();
        assertThat(firstOfTwo.jsonPath().getInt("total"))
                .as(firstOfTwo.asString())
                .isZero();
    }

    private static Response match(String patient, int count) {
        return as("hospital-doctor")
                .contentType("application/fhir+json")
                .body("""
                        {"resourceType":"Parameters","parameter":[
                         {"name":"resource","resource":%s},
                         {"name":"onlyCertainMatches","valueBoolean":true},
                         {"name":"count","valueInteger":%d}]}""".formatted(patient, count))
                .post("/fhir/R4/Patient/$match");
    }

    private static void create(String patient) {
        as("hospital-doctor")
                .contentType("application/fhir+json")
                .body(patient)
                .post("/fhir/R4/Patient")
                .then()
                .statusCode(201);
    }

    private static String person(String identifiers) {
        return """
                {"resourceType":"Patient","identifier":[%s],"name":[{"family":"Certain","given":["Mary"]}],
                 "gender":"female","birthDate":"1971-04-05"}""".formatted(identifiers);
    }
}
