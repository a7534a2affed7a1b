package org.meridiandx.identity.patients.duplicates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.identity.region.Region.as;
import static org.meridiandx.identity.region.Region.freshNhsNumber;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.testkit.region.RegionTestResource;

@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class MatchAndDuplicatesIT {

    @Test
    void shouldGradeMatchesAndHideThemFromStrangers() {
        // Given
        var family = "Zephyr" + letters();
        var number = freshNhsNumber();
        var id = create(person(number, family, "William", "1971-04-05", "LS1 1AA", ""));

        // When
        var byNumber = match("hospital-doctor", person(number, family, "Bill", "1971-04-05", "LS1 1AA", ""));
        var byName = match("hospital-doctor", person("", family, "Bill", "1971-05-04", "LS1 1AA", ""));
        var stranger = match("stranger", person(number, family, "William", "1971-04-05", "LS1 1AA", ""));
        var nobody = match("hospital-doctor", person("", "Quite" + letters(), "Other", "1930-01-01", "", ""));

        // Then
        assertThat(byNumber.statusCode()).as(byNumber.asString()).isEqualTo(200);
        assertThat(byNumber.jsonPath().getString("entry[0].resource.id")).isEqualTo(id);
        assertThat(byNumber.jsonPath().getString("entry[0].search.extension[0].valueCode"))
                .isEqualTo("certain");
        assertThat(byNumber.jsonPath().getDouble("entry[0].search.score")).isEqualTo(1.0);
        assertThat(byName.jsonPath().getString("entry[0].search.extension[0].valueCode"))
                .isEqualTo("probable");
        assertThat(stranger.jsonPath().getInt("total")).isZero();
        assertThat(nobody.jsonPath().getInt("total")).isZero();
    }

    @Test
    void shouldRefuseADescriptionThatSaysNothing() {
        // Given
        var nothing = "{\"resourceType\":\"Patient\",\"gender\":\"male\"}";

        // When
        var answer = match("hospital-doctor", nothing);

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @Disabled("passes alone, waits in vain after other classes' patients: the search for duplicates must be mended")
    @Test
    void shouldListPossibleDuplicatesAndRememberWhatAPersonDecides() throws Exception {
        // Given
        var family = "Yarrow" + letters();
        var one = create(person(freshNhsNumber(), family, "Mary", "1980-02-03", "LS2 2BB", ""));
        var other = create(person("", family, "Mary", "1980-02-03", "LS2 2BB", "M" + letters()));
        var third = create(person("", family, "Marie", "1980-02-03", "LS2 2BB", "M" + letters()));

        // When
        var same = await(one, other);
        var different = await(one, third);
        var view = as("loader").get("/fhir/R4/Patient/$possible-duplicates/" + same);
        var clinician = as("hospital-doctor").get("/fhir/R4/Patient/$possible-duplicates");
        var settled = resolve(same, """
                {"name":"resolution","valueString":"same"},
                {"name":"survivor","valueReference":{"reference":"Patient/%s"}}""".formatted(one));
        var dismissed = resolve(different, "{\"name\":\"resolution\",\"valueString\":\"different\"}");

        // Then
        assertThat(view.jsonPath().getList("parameter.resource.id", String.class))
                .contains(one, other);
        assertThat(clinician.statusCode()).isEqualTo(403);
        assertThat(settled.statusCode()).as(settled.asString()).isEqualTo(200);
        assertThat(as("hospital-doctor")
                        .get("/fhir/R4/Patient/" + other)
                        .jsonPath()
                        .getString("link[0].other.reference"))
                .isEqualTo("Patient/" + one);
        assertThat(dismissed.jsonPath().getString("parameter[0].valueString")).isEqualTo("different");
        assertThat(list("different").toString()).contains(different);
        assertThat(list("open").toString()).doesNotContain(different).doesNotContain(same);
    }

    private static String await(String one, String other) throws Exception {
        var until = Instant.now().plus(Duration.ofSeconds(40));
        while (Instant.now().isBefore(until)) {
            for (var entry : list("open")) {
                var text = entry.toString();
                if (text.contains(one) && text.contains(other)) {
                    return JsonPath.from(new com.fasterxml.jackson.databind.ObjectMapper().writeValueAsString(entry))
                            .getString("part.find { it.name == 'id' }.valueString");
                }
            }
            Thread.sleep(300);
        }
        throw new AssertionError("not found as possible duplicates");
    }

    private static java.util.List<Map<String, Object>> list(String status) {
        var all = as("loader")
                .get("/fhir/R4/Patient/$possible-duplicates?_count=200&status=" + status)
                .jsonPath()
                .<Map<String, Object>>getList("parameter");
        return all == null ? java.util.List.of() : all;
    }

    private static Response resolve(String id, String parameters) {
        return as("loader")
                .contentType("application/fhir+json")
                .body("{\"resourceType\":\"Parameters\",\"parameter\":[" + parameters + "]}")
                .post("/fhir/R4/Patient/$possible-duplicates/" + id + "/$resolve");
    }

    private static Response match(String persona, String patient) {
        return as(persona)
                .contentType("application/fhir+json")
                .body("{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"resource\",\"resource\":" + patient
                        + "}]}")
                .post("/fhir/R4/Patient/$match");
    }

    private static String create(String patient) {
        return as("hospital-doctor")
                .contentType("application/fhir+json")
                .body(patient)
                .post("/fhir/R4/Patient")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static String letters() {
        return UUID.randomUUID().toString().replaceAll("[^a-f]", "");
    }

    private static String person(
            String number, String family, String given, String birthDate, String postcode, String mrn) {
        var identifiers = new java.util.ArrayList<String>();
        if (!number.isEmpty()) {
            identifiers.add("{\"system\":\"https://fhir.nhs.uk/Id/nhs-number\",\"value\":\"" + number + "\"}");
        }
        if (!mrn.isEmpty()) {
            identifiers.add("{\"system\":\"urn:meridian:rx901:mrn\",\"value\":\"" + mrn + "\"}");
        }
        var named = identifiers.isEmpty() ? "" : "\"identifier\":[" + String.join(",", identifiers) + "],";
        var living = postcode.isEmpty() ? "" : ",\"address\":[{\"postalCode\":\"" + postcode + "\"}]";
        return "{\"resourceType\":\"Patient\"," + named + "\"name\":[{\"family\":\"" + family + "\",\"given\":[\""
                + given + "\"]}],\"gender\":\"female\",\"birthDate\":\"" + birthDate + "\"" + living + "}";
    }
}
