package org.meridiandx.identity.patients.merging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.identity.region.Region.as;
import static org.meridiandx.identity.region.Region.createPatient;
import static org.meridiandx.identity.region.Region.freshNhsNumber;
import static org.meridiandx.identity.region.Region.patient;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.testkit.region.RegionTestResource;

@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class MergeResourceIT {

    @Test
    void shouldMergeInChainsAndUndoEach() {
        // Given
        var number = freshNhsNumber();
        var a = createPatient(number, "Raven");
        var b = createPatient(freshNhsNumber(), "Raven");
        var c = createPatient(freshNhsNumber(), "Raven");
        var before = identifiers(c);

        // When
        var first = merge("loader", a, b);
        var second = merge("loader", b, c);
        var merged = identifiers(c);
        var found = as("hospital-doctor")
                .get("/fhir/R4/Patient?identifier=https://fhir.nhs.uk/Id/nhs-number|" + number)
                .jsonPath()
                .getList("entry.resource.id", String.class);
        var undone = unmerge(b);

        // Then
        assertThat(first.statusCode()).as(first.asString()).isEqualTo(200);
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(merged).hasSize(3).contains(number);
        assertThat(found).containsExactly(c);
        assertThat(undone.statusCode()).as(undone.asString()).isEqualTo(200);
        assertThat(identifiers(c)).isEqualTo(before);
        assertThat(identifiers(b)).hasSize(2).contains(number);
        assertThat(as("hospital-doctor").get("/fhir/R4/Patient/" + a).jsonPath().getBoolean("active"))
                .isFalse();
    }

    @Test
    void shouldRefuseCirclesStrangersAndChangesOfMergedRecords() {
        // Given
        var a = createPatient(freshNhsNumber(), "Sands");
        var b = createPatient(freshNhsNumber(), "Sands");

        // When
        var clinician = merge("hospital-doctor", a, b);
        var itself = merge("loader", a, a);
        merge("loader", a, b);
        var again = merge("loader", a, b);
        var circle = merge("loader", b, a);
        var unknown = merge("loader", "nobody", b);
        var undoneTwice = unmerge(b);
        var changed = as("hospital-doctor")
                .contentType("application/fhir+json")
                .header("If-Match", "W/\"2\"")
                .body(as("hospital-doctor").get("/fhir/R4/Patient/" + a).asString())
                .put("/fhir/R4/Patient/" + a);

        // Then
        assertThat(clinician.statusCode()).isEqualTo(403);
        assertThat(itself.statusCode()).isEqualTo(422);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(circle.statusCode()).isEqualTo(409);
        assertThat(unknown.statusCode()).isEqualTo(422);
        assertThat(undoneTwice.statusCode()).isEqualTo(409);
        assertThat(changed.statusCode()).isEqualTo(409);
        assertThat(changed.asString()).contains("Patient/" + b);
    }

    @Test
    void shouldLetNobodyForgeWhatComesByMerges() {
        // Given
        var a = createPatient(freshNhsNumber(), "Toll");
        var b = createPatient(freshNhsNumber(), "Toll");
        merge("loader", a, b);
        var survivor = as("hospital-doctor").get("/fhir/R4/Patient/" + b);

        // When
        var changed = as("hospital-doctor")
                .contentType("application/fhir+json")
                .header("If-Match", survivor.header("ETag"))
                .body(survivor.asString().replace("Toll", "Tollund").replace("replaces", "replaced-by"))
                .put("/fhir/R4/Patient/" + b);

        // Then
        assertThat(changed.statusCode()).as(changed.asString()).isEqualTo(200);
        assertThat(changed.jsonPath().getString("link[0].type")).isEqualTo("replaces");
        assertThat(changed.jsonPath().getList("identifier")).hasSize(2);
        assertThat(changed.jsonPath().getString("name[0].family")).isEqualTo("Tollund");
        assertThat(as("hospital-doctor")
                        .get("/fhir/R4/Patient/" + b + "/_history/1")
                        .asString())
                .contains("Toll\"");
    }

    @Test
    void shouldHideEveryRecordOfAPatientWhoIsRestricted() {
        // Given
        var a = createAt("5 Secret Lane");
        var b = createAt("6 Secret Lane");
        var c = createAt("7 Secret Lane");
        merge("loader", a, c);
        merge("loader", b, c);

        // When
        var changed = restrict(c);
        var records = Stream.of(a, b, c)
                .map(id -> as("hospital-doctor").get("/fhir/R4/Patient/" + id))
                .toList();

        // Then
        assertThat(changed.statusCode()).as(changed.asString()).isEqualTo(200);
        assertThat(records).allSatisfy(record -> {
            assertThat(record.statusCode()).isEqualTo(200);
            assertThat(record.asString()).contains("\"R\"").doesNotContain("Secret");
        });
    }

    @Test
    void shouldHideTheRecordsBelowOneThatIsMergedIntoARestrictedPatient() {
        // Given
        var a = createAt("5 Secret Lane");
        var b = createAt("6 Secret Lane");
        var c = createAt("7 Secret Lane");
        merge("loader", a, b);
        restrict(c);

        // When
        merge("loader", b, c);

        // Then
        assertThat(as("hospital-doctor").get("/fhir/R4/Patient/" + a).asString())
                .contains("\"R\"")
                .doesNotContain("Secret");
    }

    private static String createAt(String street) {
        var body = patient(freshNhsNumber(), "Umbra", "1980-02-01");
        return as("hospital-doctor")
                .contentType("application/fhir+json")
                .body(body.substring(0, body.lastIndexOf('}')) + ",\"address\":[{\"line\":[\"" + street + "\"]}]}")
                .post("/fhir/R4/Patient")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static Response restrict(String id) {
        var read = as("hospital-doctor").get("/fhir/R4/Patient/" + id);
        return as("hospital-doctor")
                .contentType("application/fhir+json")
                .header("If-Match", read.header("ETag"))
                .body(
                        read.asString()
                                .replaceFirst(
                                        "\"meta\":\\{",
                                        "\"meta\":{\"security\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-Confidentiality\",\"code\":\"R\"}],"))
                .put("/fhir/R4/Patient/" + id);
    }

    private static List<String> identifiers(String id) {
        return as("hospital-doctor").get("/fhir/R4/Patient/" + id).jsonPath().getList("identifier.value", String.class);
    }

    private static Response unmerge(String source) {
        return as("loader")
                .contentType("application/fhir+json")
                .body("""
                        {"resourceType":"Parameters","parameter":[
                         {"name":"source-patient","valueReference":{"reference":"Patient/%s"}}]}""".formatted(source))
                .post("/fhir/R4/Patient/$unmerge");
    }

    private static Response merge(String persona, String source, String target) {
        return as(persona)
                .contentType("application/fhir+json")
                .body("""
                        {"resourceType":"Parameters","parameter":[
                         {"name":"source-patient","valueReference":{"reference":"Patient/%s"}},
                         {"name":"target-patient","valueReference":{"reference":"Patient/%s"}},
                         {"name":"reason","valueString":"seen at the desk"}]}""".formatted(source, target))
                .post("/fhir/R4/Patient/$merge");
    }
}
