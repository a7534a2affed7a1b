package org.meridiandx.identity.patients.duplicates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.identity.region.Region.as;
import static org.meridiandx.identity.region.Region.freshNhsNumber;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.testkit.region.RegionTestResource;

@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class MatchAndDuplicatesIT {
    private static final String LIST = "/fhir/R4/Patient/$possible-duplicates";

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
        var view = as("loader").get(LIST + "/" + same);
        var clinician = as("hospital-doctor").get(LIST);
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
        assertThat(idsOf(list("status=different&_count=200"))).contains(different);
        assertThat(idsOf(list("status=open&_count=200"))).doesNotContain(different, same);
    }

    @Test
    void shouldShowEveryPossibleDuplicatePageByPageBestFirst() throws Exception {
        // Given
        var family = "Yonder" + letters();
        var one = create(person(freshNhsNumber(), family, "Ann", "1981-02-03", "LS2 2BB", ""));
        var others = new HashSet<String>();
        for (var given : List.of("Ann", "Anne", "Anna", "Annie", "Ann Mary")) {
            others.add(create(person("", family, given, "1981-02-03", "LS2 2BB", "M" + letters())));
        }
        for (var other : others) {
            await(one, other);
        }

        // When
        var found = list("status=open&_count=2&patient=Patient/" + one);

        // Then
        assertThat(found).flatExtracting(Entry::patients).containsAll(others);
        assertThat(idsOf(found)).hasSize(others.size()).doesNotHaveDuplicates();
        assertThat(found).extracting(Entry::score).isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void shouldRefuseAPlaceInTheListThatItNeverGave() {
        // When
        var answers = Stream.of("x", "0.5", "0.5_x", "_" + UUID.randomUUID())
                .map(cursor -> as("loader").get(LIST + "?_cursor=" + cursor))
                .toList();

        // Then
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.asString()).contains("Follow the address in next");
        });
    }

    private static String await(String one, String other) throws Exception {
        var until = Instant.now().plus(Duration.ofSeconds(40));
        while (Instant.now().isBefore(until)) {
            for (var entry : list("status=open&_count=50&patient=" + one)) {
                if (entry.patients().contains(other)) {
                    return entry.id();
                }
            }
            Thread.sleep(300);
        }
        throw new AssertionError("not found as possible duplicates");
    }

    private record Entry(String id, Set<String> patients, double score) {
        static Entry of(JsonNode parameter) {
            var parts = new HashMap<String, JsonNode>();
            parameter.get("part").forEach(part -> parts.put(part.get("name").asText(), part));
            return new Entry(
                    parts.get("id").get("valueString").asText(),
                    Set.of(patientIn(parts.get("one")), patientIn(parts.get("other"))),
                    parts.get("score").get("valueDecimal").asDouble());
        }

        private static String patientIn(JsonNode part) {
            return part.at("/valueReference/reference").asText().substring("Patient/".length());
        }
    }

    /// Every page of the list.
    private static List<Entry> list(String query) throws Exception {
        var all = new ArrayList<Entry>();
        var next = LIST + "?" + query;
        while (!next.isEmpty()) {
            var page = as("loader").urlEncodingEnabled(false).get(next);
            assertThat(page.statusCode()).as(page.asString()).isEqualTo(200);
            next = "";
            for (var parameter : new ObjectMapper().readTree(page.asString()).path("parameter")) {
                if (parameter.get("name").asText().equals("next")) {
                    next = parameter.get("valueUrl").asText().replaceFirst("^https?://[^/]+", "");
                } else {
                    all.add(Entry.of(parameter));
                }
            }
        }
        return all;
    }

    private static List<String> idsOf(List<Entry> entries) {
        return entries.stream().map(Entry::id).toList();
    }

    private static Response resolve(String id, String parameters) {
        return as("loader")
                .contentType("application/fhir+json")
                .body("{\"resourceType\":\"Parameters\",\"parameter\":[" + parameters + "]}")
                .post(LIST + "/" + id + "/$resolve");
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
        var identifiers = new ArrayList<String>();
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
