package org.meridiandx.identity.directory;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.identity.region.Region.as;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.testkit.region.RegionTestResource;

@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class DirectoryResourceIT {
    private static final Map<String, String> CONTENT = Map.of(
            "Organization",
            """
            "identifier":[{"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"V81999"}],
            "name":"Elm Tree Surgery","alias":["The Elms"],"type":[{"coding":[{"system":"urn:t","code":"gp"}]}],
            "address":[{"line":["1 Elm Row"],"postalCode":"ZZ1 9ZZ"}],"active":true,
            "partOf":{"reference":"Organization/rx901"}""",
            "Location",
            """
            "identifier":[{"system":"https://fhir.nhs.uk/Id/ods-site-code","value":"RX90109"}],
            "name":"East Wing","status":"suspended","type":[{"coding":[{"system":"urn:t","code":"wing"}]}],
            "address":{"postalCode":"ZZ2 9ZZ"},"managingOrganization":{"reference":"Organization/rx901"},
            "partOf":{"reference":"Location/whole"}""",
            "HealthcareService",
            """
            "identifier":[{"system":"urn:s","value":"S-1"}],"name":"CT scanning","active":true,
            "type":[{"coding":[{"system":"urn:t","code":"ct"}]}],
            "specialty":[{"coding":[{"system":"http://snomed.info/sct","code":"394914008"}]}],
            "providedBy":{"reference":"Organization/rx903"}""",
            "Endpoint",
            """
            "identifier":[{"system":"urn:e","value":"E-1"}],"status":"active","name":"PACS of the CDC",
            "connectionType":{"system":"http://terminology.hl7.org/CodeSystem/endpoint-connection-type",
            "code":"dicom-wado-rs"},"payloadType":[{"text":"any"}],"address":"https://pacs.example.org/wado",
            "managingOrganization":{"reference":"Organization/rx903"}""",
            "Practitioner",
            """
            "identifier":[{"system":"https://fhir.hl7.org.uk/Id/gmc-number","value":"9999999"}],
            "name":[{"text":"Dr Ines Quill","family":"Quill","given":["Ines"],"prefix":["Dr"]}],"active":true""",
            "PractitionerRole",
            """
            "identifier":[{"system":"https://fhir.nhs.uk/Id/sds-role-profile-id","value":"99"}],
            "active":true,"practitioner":{"reference":"Practitioner/quill"},
            "organization":{"reference":"Organization/rx901"},
            "code":[{"coding":[{"system":"urn:r","code":"R0050"}]}],
            "specialty":[{"coding":[{"system":"http://snomed.info/sct","code":"394914008"}]}]""");

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Organization; identifier; https://fhir.nhs.uk/Id/ods-organization-code|V81999; V81998",
                "Organization; name; elm tr; tree",
                "Organization; name; the elms; elms",
                "Organization; type; urn:t|gp; urn:u|gp",
                "Organization; address-postalcode; zz19; ZZ3",
                "Organization; address-postalcode; ZZ1 9ZZ; ZZ1 8",
                "Organization; active; true; false",
                "Organization; partof; Organization/rx901; Organization/rx902",
                "Location; identifier; RX90109; RX90108",
                "Location; name; East; West",
                "Location; type; wing; ward",
                "Location; address-postalcode; ZZ2; ZZ4",
                "Location; status; suspended; active",
                "Location; organization; Organization/rx901; rx902",
                "Location; partof; Location/whole; Location/part",
                "HealthcareService; identifier; urn:s|S-1; urn:s|S-2",
                "HealthcareService; name; CT; MR",
                "HealthcareService; service-type; ct; mr",
                "HealthcareService; specialty; 394914008; 1",
                "HealthcareService; active; true; false",
                "HealthcareService; organization; Organization/rx903; Organization/rx901",
                "Endpoint; identifier; E-1; E-2",
                "Endpoint; name; pacs; ris",
                "Endpoint; connection-type; dicom-wado-rs; hl7-fhir-rest",
                "Endpoint; status; active; off",
                "Endpoint; organization; rx903; rx901",
                "Practitioner; identifier; https://fhir.hl7.org.uk/Id/gmc-number|9999999; 9999998",
                "Practitioner; name; quill; uill",
                "Practitioner; name; dr ines; mr",
                "Practitioner; family; Qui; Ines",
                "Practitioner; given; ines; quill",
                "Practitioner; active; true; false",
                "PractitionerRole; identifier; 99; 98",
                "PractitionerRole; role; R0050; R0051",
                "PractitionerRole; specialty; http://snomed.info/sct|394914008; urn:x|394914008",
                "PractitionerRole; active; true; false",
                "PractitionerRole; practitioner; Practitioner/quill; Practitioner/other",
                "PractitionerRole; organization; Organization/rx901; Organization/rx902",
            })
    void shouldFindByEachParameterWhatItNamesAndNothingElse(String type, String name, String hit, String miss) {
        // Given
        var id = "sample-" + type.toLowerCase(Locale.ROOT);
        keep(type, id);

        // When
        var found =
                ids(as("stranger").queryParam(name, hit).queryParam("_id", id).get("/fhir/R4/" + type));
        var missed =
                ids(as("stranger").queryParam(name, miss).queryParam("_id", id).get("/fhir/R4/" + type));

        // Then
        assertThat(found).containsExactly(id);
        assertThat(missed).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Organization", "Location", "HealthcareService", "Endpoint", "Practitioner", "PractitionerRole"})
    void shouldServeEachVersionAndTellTheLatest(String type) {
        // Given
        var id = UUID.randomUUID().toString();
        var first = put(type, id, sample(type, id), "");
        var changed = sample(type, id).replaceFirst("\"identifier\":\\[", "\"identifier\":[{\"value\":\"more\"},");

        // When
        var second = put(type, id, changed, "W/\"1\"");
        var same = put(type, id, changed, "W/\"2\"");
        var late = put(type, id, sample(type, id), "W/\"1\"");
        var again = put(type, id, sample(type, id), "");

        // Then
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(first.header("Location")).isEqualTo("/fhir/R4/" + type + "/" + id + "/_history/1");
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(same.header("ETag")).isEqualTo("W/\"2\"");
        assertThat(late.statusCode()).isEqualTo(412);
        assertThat(again.statusCode()).isEqualTo(412);
        var path = "/fhir/R4/" + type + "/" + id;
        assertThat(as("gp").get(path).asString()).contains("\"more\"").contains("\"versionId\":\"2\"");
        assertThat(as("gp").get(path + "/_history/1").asString()).doesNotContain("\"more\"");
        assertThat(as("gp").get(path + "/_history/2").header("ETag")).isEqualTo("W/\"2\"");
        assertThat(as("gp").get(path + "/_history/3").statusCode()).isEqualTo(404);
        assertThat(as("gp").get(path + "/_history/x").statusCode()).isEqualTo(404);
        assertThat(as("gp").header("If-None-Match", "W/\"2\"").get(path).statusCode())
                .isEqualTo(304);
    }

    @Test
    void shouldLeadThroughAllPagesOnce() {
        // Given
        var marker = "pages" + UUID.randomUUID().toString().substring(0, 8);
        for (var i = 0; i < 5; i++) {
            var body = "{\"resourceType\":\"Organization\",\"id\":\"" + marker + i + "\",\"name\":\"" + marker + "\"}";
            assertThat(put("Organization", marker + i, body, "").statusCode()).isEqualTo(201);
        }

        // When
        var first = as("gp").get("/fhir/R4/Organization?_count=2&name=" + marker);
        var second = as("gp").get(next(first));
        var third = as("gp").get(next(second));

        // Then
        var all = new ArrayList<>(ids(first));
        all.addAll(ids(second));
        all.addAll(ids(third));
        assertThat(all).hasSize(5).doesNotHaveDuplicates();
        assertThat(next(third)).isNull();
    }

    @Test
    void shouldAskForATokenWithTheScopeAndForNothingElse() {
        // When
        var nobody = given().get("/fhir/R4/Organization/rx901");
        var stranger = as("stranger").get("/fhir/R4/Organization/rx901");
        var patient = as("patient").get("/fhir/R4/Organization/rx901");
        var auditor = as("auditor").get("/fhir/R4/Organization/rx901");

        // Then
        assertThat(nobody.statusCode()).isEqualTo(401);
        assertThat(stranger.statusCode()).isEqualTo(200);
        assertThat(patient.statusCode()).isEqualTo(200);
        assertThat(auditor.statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({"gp", "hospital-doctor", "lab", "patient"})
    void shouldLetOnlyOperatorsChangeIt(String persona) {
        // Given
        var id = UUID.randomUUID().toString();

        // When
        var refused = as(persona)
                .contentType("application/fhir+json")
                .body(sample("Practitioner", id))
                .put("/fhir/R4/Practitioner/" + id);

        // Then
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(as("gp").get("/fhir/R4/Practitioner/" + id).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Organization; x; {\"resourceType\":\"Organization\",\"id\":\"x\"}",
                "Organization; x; {\"resourceType\":\"Organization\",\"id\":\"y\",\"name\":\"n\"}",
                "Organization; x; {\"resourceType\":\"Location\",\"id\":\"x\",\"name\":\"n\"}",
                "Organization; x_y; {\"resourceType\":\"Organization\",\"id\":\"x_y\",\"name\":\"n\"}",
                "Endpoint; x; {\"resourceType\":\"Endpoint\",\"id\":\"x\",\"name\":\"n\"}",
                "PractitionerRole; x; {\"resourceType\":\"PractitionerRole\",\"id\":\"x\"}",
                "Organization; x; {}",
                "Organization; x; nonsense",
            })
    void shouldRefuseWhatCannotBeKept(String type, String id, String body) {
        // When
        var refused = put(type, id, body, "");

        // Then
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.asString()).contains("OperationOutcome");
    }

    @Test
    void shouldRefuseANameThatNoIndexHolds() {
        // Given
        var body = "{\"resourceType\":\"Organization\",\"id\":\"long\",\"name\":\"" + "n".repeat(100_000) + "\"}";

        // When
        var refused = put("Organization", "long", body, "");

        // Then
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.asString()).contains("500 characters");
    }

    private static void keep(String type, String id) {
        var answer = put(type, id, sample(type, id), "");
        assertThat(answer.statusCode()).as(answer.asString()).isIn(201, 412);
    }

    private static String sample(String type, String id) {
        return "{\"resourceType\":\"" + type + "\",\"id\":\"" + id + "\"," + CONTENT.get(type) + "}";
    }

    private static Response put(String type, String id, String body, String ifMatch) {
        var request = as("loader").contentType("application/fhir+json").body(body);
        if (!ifMatch.isEmpty()) {
            request.header("If-Match", ifMatch);
        }
        return request.put("/fhir/R4/" + type + "/" + id);
    }

    private static List<String> ids(Response searched) {
        assertThat(searched.statusCode()).as(searched.asString()).isEqualTo(200);
        var ids = searched.jsonPath().getList("entry.resource.id", String.class);
        return ids == null ? List.of() : ids;
    }

    private static @Nullable String next(Response page) {
        String url = page.jsonPath().getString("link.find { it.relation == 'next' }.url");
        return url == null ? null : url.substring(url.indexOf("/fhir/"));
    }
}
