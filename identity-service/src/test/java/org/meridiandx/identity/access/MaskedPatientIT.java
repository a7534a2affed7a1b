package org.meridiandx.identity.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.identity.region.Region.as;
import static org.meridiandx.identity.region.Region.freshNhsNumber;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.shared.RepositoryRoot;

/// Where the policy of a region says mask, no address of a patient shows where they are.
@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"),
        restrictToAnnotatedClass = true)
@QuarkusTestResource(value = IdentityTestResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = MaskedPatientIT.MaskingPolicy.class, restrictToAnnotatedClass = true)
class MaskedPatientIT {
    private static final String PATIENT = "/fhir/R4/Patient";

    /// The policy, but for radiologists, to whom patients are shown masked.
    public static final class MaskingPolicy implements io.quarkus.test.common.QuarkusTestResourceLifecycleManager {
        @Override
        public int order() {
            return 20;
        }

        @Override
        public Map<String, String> start() {
            try {
                var own = Files.readString(
                        RepositoryRoot.find().resolve("identity-service/src/main/resources/access-policy.yaml"));
                var masking =
                        "rules:\n  - { rule: masked, role: [radiologist], type: [Patient], then: allow, because: test,"
                                + " obligations: [mask] }\n";
                Path file = Files.createTempFile("policy", ".yaml");
                Files.writeString(file, own.replaceFirst("rules:\n", masking));
                return Map.of("meridian.access.policy-file", file.toString());
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        @Override
        public void stop() {}
    }

    @Test
    void shouldMaskEveryWayToAPatient() {
        // Given
        var number = freshNhsNumber();
        var patient = person(number, "Harbour");
        var id = create(patient).<String>path("id");
        as("hospital-doctor")
                .header("If-Match", "W/\"1\"")
                .contentType("application/fhir+json")
                .body(person(number, "Harbour-Lee").replaceFirst("\\{", "{\"id\":\"" + id + "\","))
                .put(PATIENT + "/" + id)
                .then()
                .statusCode(200);
        var radiologist = as("radiologist").contentType("application/fhir+json");

        // When
        var shown = Stream.of(
                        as("radiologist").get(PATIENT + "/" + id),
                        as("radiologist").get(PATIENT + "?identifier=" + number),
                        as("radiologist").get(PATIENT + "?_id=" + id),
                        as("radiologist").get(PATIENT + "?family=Harbour-Lee&birthdate=1980-02-01"),
                        as("radiologist").get(PATIENT + "/" + id + "/_history/1"),
                        as("radiologist").get(PATIENT + "/" + id + "/_history/2"),
                        radiologist.body(match(number)).post(PATIENT + "/$match"),
                        as("radiologist")
                                .contentType("application/fhir+json")
                                .header("If-None-Exist", "identifier=https://fhir.nhs.uk/Id/nhs-number|" + number)
                                .body(patient)
                                .post(PATIENT))
                .toList();

        var values = as("radiologist").get(PATIENT + "/" + id + "/$history-of-values");

        // Then
        assertThat(values.statusCode()).isEqualTo(200);
        assertThat(values.asString()).doesNotContain("Quay Street").doesNotContain("07700900123");
        assertThat(as("hospital-doctor").get(PATIENT + "/" + id).asString()).contains("Quay Street");
        assertThat(shown).allSatisfy(answer -> {
            assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
            assertThat(answer.asString())
                    .contains("Harbour")
                    .doesNotContain("Quay Street")
                    .doesNotContain("07700900123")
                    .doesNotContain("Y90001");
        });
    }

    @Test
    void shouldNotFindAPatientByAMaskedAddress() {
        // Given
        var number = freshNhsNumber();
        var family = "Anchor" + number.substring(3).replaceAll("[0-9]", "x");
        create(person(number, family));
        var query = PATIENT + "?family=" + family + "&birthdate=1980-02-01&address-postalcode=LS9 9ZZ";

        // When
        var masked = as("radiologist").get(query);

        // Then
        assertThat(as("hospital-doctor").get(query).asString()).contains(number);
        assertThat(masked.asString()).doesNotContain(number);
        assertThat(masked.jsonPath().getInt("total")).isZero();
    }

    @Test
    void shouldGradeNobodyByAMaskedAddress() {
        // Given
        var number = freshNhsNumber();
        var family = "Berth" + number.substring(3).replaceAll("[0-9]", "x");
        create(person(number, family));

        // When
        var right = matchOf(family, "LS9 9ZZ");
        var wrong = matchOf(family, "EX1 1AA");

        // Then
        assertThat(right).contains(family).isEqualTo(wrong);
    }

    /// Who is found, with scores, by name, birth date and postcode.
    private static String matchOf(String family, String postcode) {
        return as("radiologist")
                .contentType("application/fhir+json")
                .body("""
                        {"resourceType":"Parameters","parameter":[{"name":"resource","resource":{
                         "resourceType":"Patient","name":[{"family":"%s","given":["Mary"]}],"birthDate":"1980-02-01",
                         "gender":"female","address":[{"postalCode":"%s"}]}}]}""".formatted(family, postcode))
                .post(PATIENT + "/$match")
                .jsonPath()
                .getString("entry.collect { [it.search.score, it.resource.name] }");
    }

    private static Response create(String patient) {
        var made = as("hospital-doctor")
                .header("X-Request-ID", UUID.randomUUID().toString())
                .contentType("application/fhir+json")
                .body(patient)
                .post(PATIENT);
        assertThat(made.statusCode()).as(made.asString()).isEqualTo(201);
        return made;
    }

    private static byte[] match(String number) {
        return """
                {"resourceType":"Parameters","parameter":[{"name":"resource","resource":%s}]}""".formatted(person(number, "Harbour-Lee")).getBytes(StandardCharsets.UTF_8);
    }

    private static String person(String number, String family) {
        return """
                {"resourceType":"Patient",
                 "identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"%s"}],
                 "name":[{"use":"official","family":"%s","given":["Sam"]}],"birthDate":"1980-02-01",
                 "telecom":[{"system":"phone","value":"07700900123"}],
                 "address":[{"line":["1 Quay Street"],"city":"Leeds","postalCode":"LS9 9ZZ"}],
                 "generalPractitioner":[{"identifier":{
                   "system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"Y90001"}}]}""".formatted(number, family);
    }
}
