package org.meridiandx.identity.patients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.identity.region.Region.as;
import static org.meridiandx.identity.region.Region.freshNhsNumber;
import static org.meridiandx.identity.region.Region.patient;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.testkit.region.RegionTestResource;

/// Restriction, limits, search as PDS searches, repeats, proxies.
@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class PatientRulesIT {
    private static final String RESTRICTED =
            "\"meta\":{\"security\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-Confidentiality\",\"code\":\"R\"}]},";
    private static final String HIDDEN =
            ",\"address\":[{\"line\":[\"5 Secret Lane\"],\"postalCode\":\"ZZ9 9ZZ\"}],\"telecom\":[{\"system\":\"phone\",\"value\":\"07700900123\"}],"
                    + "\"generalPractitioner\":[{\"identifier\":{\"system\":\"https://fhir.nhs.uk/Id/ods-organization-code\",\"value\":\"Y90001\"}}],"
                    + "\"text\":{\"status\":\"generated\",\"div\":\"<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\">5 Secret Lane</div>\"},"
                    + "\"contained\":[{\"resourceType\":\"Practitioner\",\"id\":\"gp\",\"name\":[{\"family\":\"Secretary\"}]}]}";

    @Test
    void shouldAnswerForAVersionOfAnUnknownPatientAsForThePatient() {
        // When
        var version = as("hospital-doctor").get("/fhir/R4/Patient/nobody/_history/1");
        var patient = as("hospital-doctor").get("/fhir/R4/Patient/nobody");

        // Then
        assertThat(version.statusCode()).isEqualTo(404);
        assertThat(version.jsonPath().getString("issue[0].diagnostics"))
                .isEqualTo(patient.jsonPath().getString("issue[0].diagnostics"));
    }

    @Test
    void shouldHideWhatIsRestrictedFromEveryAnswer() {
        // Given
        var family = "Umber" + letters();
        var body = patient(freshNhsNumber(), family, "1990-01-01")
                .replaceFirst("\"resourceType\":\"Patient\",", "\"resourceType\":\"Patient\"," + RESTRICTED);
        body = body.substring(0, body.lastIndexOf('}')) + HIDDEN;

        // When
        var created = create("hospital-doctor", body);
        var id = created.jsonPath().getString("id");
        var read = as("hospital-doctor").get("/fhir/R4/Patient/" + id);
        var byPostcode = search("family=" + family + "&birthdate=1990-01-01&address-postalcode=ZZ99ZZ");
        var byName = search("family=" + family + "&birthdate=1990-01-01");
        var changed = as("hospital-doctor")
                .contentType("application/fhir+json")
                .header("If-Match", "W/\"1\"")
                .body(read.asString().replace("\"female\"", "\"male\"").replaceFirst(",?\"security\":\\[[^]]*]", ""))
                .put("/fhir/R4/Patient/" + id);
        var values = as("hospital-doctor").get("/fhir/R4/Patient/" + id + "/$history-of-values");
        var old = as("hospital-doctor").get("/fhir/R4/Patient/" + id + "/_history/1");

        // Then
        assertThat(created.statusCode()).as(created.asString()).isEqualTo(201);
        assertThat(byName.jsonPath().getInt("total")).isEqualTo(1);
        assertThat(byPostcode.jsonPath().getInt("total")).isZero();
        assertThat(changed.statusCode()).as(changed.asString()).isEqualTo(200);
        assertThat(changed.asString()).contains("\"R\"");
        for (var answer : new Response[] {created, read, byName, changed, values, old}) {
            assertThat(answer.statusCode()).as(answer.asString()).isBetween(200, 201);
            assertThat(answer.asString()).doesNotContain("Secret", "07700900123", "ZZ9", "Y90001");
        }
    }

    static Stream<Arguments> implausible() {
        return Stream.of(
                Arguments.of("born in the year 0", patient(freshNhsNumber(), "A", "0000-01-01"), "birthDate"),
                Arguments.of("born in the future", patient(freshNhsNumber(), "A", "2999-01-01"), "birthDate"),
                Arguments.of("a name of 100 kB", patient(freshNhsNumber(), "A".repeat(100_000), "1980-01-01"), "name"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("implausible")
    void shouldRefuseWhatCannotBeTrueByItsPlace(String name, String body, String place) {
        // Given a body

        // When
        var answer = create("hospital-doctor", body);

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.asString()).contains(place, "INVALID_VALUE");
    }

    @ParameterizedTest
    @CsvSource({
        "family=%s&birthdate=1981-07-08, 1",
        "family=%s&birthdate=1981-07-09, 0",
        "family=%sx&birthdate=1981-07-08, 0",
        "family=vand%%20*&birthdate=1981-07-08&given=nobody, 0",
        "family=%s*&birthdate=1981-07-08, 1",
        "family=v*&birthdate=1981-07-08, 400",
        "family=%s&birthdate=1981-07-08&given=sam, 1",
        "family=%s&birthdate=1981-07-08&given=sa*, 1",
        "family=%s&birthdate=1981-07-08&given=tom, 0",
        "family=%s&birthdate=1981-07-08&gender=female, 1",
        "family=%s&birthdate=1981-07-08&gender=male, 0",
        "family=%s&birthdate=1981-07-08&address-postalcode=LS1%%201AA, 1",
        "family=%s&birthdate=1981-07-08&address-postalcode=ls1*, 1",
        "family=%s&birthdate=1981-07-08&address-postalcode=LS2%%202BB, 0",
        "family=%s, 400",
        "birthdate=1981-07-08, 400",
        "name=%s, 400",
    })
    void shouldSearchAsPdsDoes(String query, int expected) {
        // Given
        var family = "Vander" + letters();
        var body = patient(freshNhsNumber(), family.replaceFirst("e", "é"), "1981-07-08");
        create(
                "hospital-doctor",
                body.substring(0, body.lastIndexOf('}')) + ",\"address\":[{\"postalCode\":\"LS1 1AA\"}]}");

        // When
        var answer = search(query.contains("%s") ? query.formatted(family) : query.replace("%%", "%"));

        // Then
        if (expected == 400) {
            assertThat(answer.statusCode()).isEqualTo(400);
        } else {
            assertThat(answer.jsonPath().getInt("total")).as(answer.asString()).isEqualTo(expected);
        }
    }

    @Test
    void shouldTellAnotherClientNothingWhoReplaysARequest() {
        // Given
        var requestId = UUID.randomUUID().toString();
        var body = patient(freshNhsNumber(), "Wren", "1980-01-01");
        as("hospital-doctor")
                .header("X-Request-ID", requestId)
                .contentType("application/fhir+json")
                .body(body)
                .post("/fhir/R4/Patient");

        // When
        var replayed = as("stranger")
                .header("X-Request-ID", requestId)
                .contentType("application/fhir+json")
                .body(body)
                .post("/fhir/R4/Patient");

        // Then
        assertThat(replayed.statusCode()).isEqualTo(409);
        assertThat(replayed.asString()).doesNotContain("Wren");
        assertThat(replayed.header("Location")).isNull();
    }

    @Test
    void shouldKeepProxiesForThoseWhoDecide() {
        // Given
        var id = create("hospital-doctor", patient(freshNhsNumber(), "Xylo", "2015-01-01"))
                .jsonPath()
                .getString("id");
        var proxy = """
                {"resourceType":"Parameters","parameter":[
                 {"name":"patient","valueReference":{"reference":"Patient/%s"}},
                 {"name":"proxy","valueIdentifier":{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"%s"}},
                 {"name":"kind","valueCode":"parent"},
                 {"name":"period","valuePeriod":{"start":"2026-01-01","end":"2031-01-01"}}]}""".formatted(id, freshNhsNumber());

        // When
        var entered =
                as("loader").contentType("application/fhir+json").body(proxy).post("/fhir/R4/Patient/$proxies");
        var again =
                as("loader").contentType("application/fhir+json").body(proxy).post("/fhir/R4/Patient/$proxies");
        var bad = as("loader")
                .contentType("application/fhir+json")
                .body(proxy.replace("parent", "friend"))
                .post("/fhir/R4/Patient/$proxies");
        var clinician = as("hospital-doctor")
                .contentType("application/fhir+json")
                .body(proxy)
                .post("/fhir/R4/Patient/$proxies");
        var listed = as("loader").get("/fhir/R4/Patient/$proxies?patient=" + id);

        // Then
        assertThat(entered.statusCode()).as(entered.asString()).isEqualTo(200);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(bad.statusCode()).isEqualTo(400);
        assertThat(clinician.statusCode()).isEqualTo(403);
        assertThat(listed.jsonPath().getList("parameter")).hasSize(1);
    }

    private static Response search(String query) {
        return as("hospital-doctor").urlEncodingEnabled(false).get("/fhir/R4/Patient?" + query);
    }

    private static Response create(String persona, String body) {
        return as(persona).contentType("application/fhir+json").body(body).post("/fhir/R4/Patient");
    }

    private static String letters() {
        return UUID.randomUUID().toString().replaceAll("[^a-d]", "");
    }
}
