package org.meridiandx.identity.ods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.identity.region.Region.as;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
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
class OdsLoadIT {

    /// The state that every test begins with, whichever ran before.
    @BeforeEach
    void loadTheFirstFiles() {
        load("etrust", "etrust.csv");
        load("epraccur", "epraccur.csv");
    }

    @Test
    void shouldServePracticesAsOrganizations() {
        // When
        var practice = read("Organization/zp001");

        // Then
        assertThat(practice.getString("meta.profile[0]")).endsWith("/UKCore-Organization");
        assertThat(practice.getString("identifier[0].system"))
                .isEqualTo("https://fhir.nhs.uk/Id/ods-organization-code");
        assertThat(practice.getString("identifier[0].value")).isEqualTo("ZP001");
        assertThat(practice.getBoolean("active")).isTrue();
        assertThat(practice.getString("name")).isEqualTo("BRACKEN SURGERY");
        assertThat(practice.getList("type[0].coding.code", String.class)).containsExactly("gp-practice", "RO76");
        assertThat(practice.getString("telecom[0].value")).isEqualTo("01632 960001");
        assertThat(practice.getList("address[0].line", String.class)).containsExactly("2 BRACKEN ROAD", "TARNFORD");
        assertThat(practice.getString("address[0].postalCode")).isEqualTo("ZZ12 2AA");
        assertThat(practice.getString("partOf.identifier.value")).isEqualTo("ZC1");
        assertThat(practice.getString("extension[0].extension[1].valuePeriod.start"))
                .isEqualTo("1974-04-01");
        assertThat(read("Organization/zp004").getBoolean("active")).isFalse();
        assertThat(read("Organization/zp005").getBoolean("active")).isFalse();
    }

    @Test
    void shouldServeTrustsAsOrganizationsAndTheirSitesAsLocations() {
        // When
        var trust = read("Organization/zt1");
        var site = read("Location/zt102");
        var closed = read("Location/zt103");
        var sites = as("gp").get("/fhir/R4/Location?organization=Organization/zt1&status=active");

        // Then
        assertThat(trust.getString("type[0].coding[1].code")).isEqualTo("RO197");
        assertThat(site.getString("identifier[0].system")).isEqualTo("https://fhir.nhs.uk/Id/ods-site-code");
        assertThat(site.getString("managingOrganization.reference")).isEqualTo("Organization/zt1");
        assertThat(closed.getString("status")).isEqualTo("inactive");
        assertThat(closed.getString("address.line[0]")).isEqualTo("OLD MILL, \"EAST\" WING");
        assertThat(sites.jsonPath().getList("entry.resource.id", String.class))
                .contains("zt101", "zt102")
                .doesNotContain("zt103");
    }

    @Test
    void shouldChangeNothingWhenTheSameFileIsLoadedAgain() {
        // Given
        var before = as("gp").get("/fhir/R4/Organization/zp002").header("ETag");

        // When
        var again = load("epraccur", "epraccur.csv");

        // Then
        assertThat(counts(again)).isEqualTo(Map.of("read", 5, "created", 0, "changed", 0, "closed", 0, "unchanged", 5));
        assertThat(as("gp").get("/fhir/R4/Organization/zp002").header("ETag")).isEqualTo(before);
    }

    @Test
    void shouldWriteOnlyTheDifferencesOfANewerFile() {
        // Given
        var isFirst = as("gp").get("/fhir/R4/Organization/zp006").statusCode() == 404;
        var etag = as("gp").get("/fhir/R4/Organization/zp001").header("ETag");

        // When
        var newer = load("epraccur", "epraccur-newer.csv");
        load("succ", "succ.csv");

        // Then
        assertThat(counts(newer))
                .isEqualTo(Map.of(
                        "read",
                        6,
                        "created",
                        isFirst ? 1 : 0,
                        "changed",
                        1,
                        "closed",
                        1,
                        "unchanged",
                        isFirst ? 3 : 4));
        assertThat(read("Organization/zp002").getString("name")).isEqualTo("HEATHER AND LING PRACTICE");
        assertThat(as("gp").get("/fhir/R4/Organization/zp001").header("ETag")).isEqualTo(etag);
        var closed = read("Organization/zp003");
        assertThat(closed.getBoolean("active")).isFalse();
        var successor = closed.param("url", OdsMapper.SUCCESSOR)
                .getMap("extension.find { it.url == url }.extension.find { it.url == 'successor' }.valueReference");
        assertThat(successor.get("reference")).isEqualTo("Organization/zp006");
    }

    @Test
    void shouldKeepASuccessionUntilSomebodySaysOfWhat() {
        // When
        var report = load("succ", "succ.csv");

        // Then
        assertThat(report.getInt("waiting")).isEqualTo(1);
        assertThat(as("gp").get("/fhir/R4/Organization/zx900").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"etrust, hospital-sites", "hospital-sites, etrust"})
    void shouldPutTwoFilesTogetherInWhateverOrderTheyCome(String first, String second) {
        // When
        load(first, first.equals("etrust") ? "etrust.csv" : "hospital-sites.json");
        load(second, second.equals("etrust") ? "etrust.csv" : "hospital-sites.json");

        // Then
        var site = read("Location/zt101");
        assertThat(site.getString("name")).isEqualTo("TARNFORD INFIRMARY");
        assertThat(site.getString("address.postalCode")).isEqualTo("ZZ11 1AB");
        assertThat(site.getString("address.district")).isNull();
        assertThat(site.getDouble("position.latitude")).isEqualTo(54.5);
        assertThat(load(first, first.equals("etrust") ? "etrust.csv" : "hospital-sites.json")
                        .getInt("changed"))
                .isZero();
    }

    @Test
    void shouldServeGeneralPractitionersAsPeopleWithARole() {
        // When
        load("egpcur", "egpcur.csv");

        // Then
        var person = read("Practitioner/g9900001");
        assertThat(person.getString("identifier[0].system")).isEqualTo("https://fhir.hl7.org.uk/Id/gmp-number");
        assertThat(person.getString("name[0].family")).isEqualTo("ASHBY");
        assertThat(person.getList("name[0].given", String.class)).containsExactly("J", "Q");
        var role = read("PractitionerRole/g9900001");
        assertThat(role.getString("organization.reference")).isEqualTo("Organization/zp001");
        assertThat(role.getString("practitioner.reference")).isEqualTo("Practitioner/g9900001");
        assertThat(role.getBoolean("active")).isTrue();
        assertThat(read("PractitionerRole/g9900002").getBoolean("active")).isFalse();
        var atPractice = as("gp").get("/fhir/R4/PractitionerRole?organization=Organization/zp001");
        assertThat(atPractice.jsonPath().getList("entry.resource.id", String.class))
                .containsExactly("g9900001");
    }

    @Test
    void shouldServeDiagnosticCentresWithWhatTheyOffer() {
        // When
        load("cdcs", "cdcs.geojson");

        // Then
        var centre = read("Location/cdc-st-tarns-cdc");
        assertThat(centre.getDouble("position.longitude")).isEqualTo(-3.25);
        assertThat(centre.getString("managingOrganization.identifier.value")).isEqualTo("E54999999");
        var service = read("HealthcareService/cdc-st-tarns-cdc");
        assertThat(service.getString("location[0].reference")).isEqualTo("Location/cdc-st-tarns-cdc");
        assertThat(service.getString("availabilityExceptions")).contains("7 days");
        var imaging = as("gp").get("/fhir/R4/HealthcareService?service-type=imaging&name=st. tarn");
        assertThat(imaging.jsonPath().getList("entry.resource.id", String.class))
                .containsExactly("cdc-st-tarns-cdc");
    }

    @Test
    void shouldCountWhatItRefusesByReason() {
        // When
        var report = load("epraccur", "epraccur-faulty.csv");

        // Then
        assertThat(report.getInt("read")).isEqualTo(8);
        assertThat(report.getMap("refused"))
                .isEqualTo(Map.of(
                        "code-malformed", 1,
                        "code-missing", 1,
                        "name-missing", 1,
                        "date-malformed", 1,
                        "status-unknown", 1,
                        "contradicts-earlier-row", 1,
                        "value-too-long", 1));
        assertThat(read("Organization/zp101").getString("name")).isEqualTo("GOOD SURGERY");
    }

    @Test
    void shouldTakeOverARegisteredOrganisationAndLeaveItToTheFiles() {
        // Given
        var row = "RX903,RIVERSIDE CENTRE OF THE FILES,Y99,QZ1,,,,,,ZZ14 4AA,20200101,,A,B,,,\n";

        // When
        var report = send("epraccur", "text/csv", row.getBytes(StandardCharsets.UTF_8));
        var put = as("loader")
                .contentType("application/fhir+json")
                .header("If-Match", as("gp").get("/fhir/R4/Organization/rx903").header("ETag"))
                .body("{\"resourceType\":\"Organization\",\"id\":\"rx903\",\"name\":\"Mine\"}")
                .put("/fhir/R4/Organization/rx903");

        // Then
        assertThat(report.statusCode()).isEqualTo(200);
        assertThat(read("Organization/rx903").getString("name")).isEqualTo("RIVERSIDE CENTRE OF THE FILES");
        assertThat(put.statusCode()).isEqualTo(409);
    }

    @ParameterizedTest
    @CsvSource({"gp", "patient", "hospital-doctor", "auditor"})
    void shouldTakeFilesFromOperatorsOnly(String persona) {
        // When
        var refused = as(persona).contentType("text/csv").body("ZP900,X").post("/directory/ods/epraccur");

        // Then
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(as("gp").get("/fhir/R4/Organization/zp900").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "unheard-of; text/csv; X; 400",
                "epraccur; text/csv; 'ZP900,\"never ends'; 400",
                "trusts; application/json; [{; 400",
                "trusts; application/json; {}; 400",
                "trusts; application/json; ''; 400",
                "epraccur; application/xml; <a/>; 415",
            })
    void shouldSayWhatIsWrongWithAPiece(String layout, String type, String body, int status) {
        // When
        var refused = send(layout, type, body.getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(refused.statusCode()).as(refused.asString()).isEqualTo(status);
    }

    @Test
    void shouldRefuseBytesThatAreNoTextAndPiecesThatAreTooLarge() {
        // When
        var latin = send("epraccur", "text/csv", new byte[] {'Z', 'P', (byte) 0xE9, ','});
        var large = send("epraccur", "text/csv", "ZP900,X\n".repeat(2_001).getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(latin.statusCode()).isEqualTo(400);
        assertThat(large.statusCode()).isEqualTo(413);
    }

    private static Map<String, Integer> counts(JsonPath report) {
        return Map.of(
                "read", report.getInt("read"),
                "created", report.getInt("created"),
                "changed", report.getInt("changed"),
                "closed", report.getInt("closed"),
                "unchanged", report.getInt("unchanged"));
    }

    private static JsonPath read(String reference) {
        var answer = as("gp").get("/fhir/R4/" + reference);
        assertThat(answer.statusCode()).as(reference).isEqualTo(200);
        return answer.jsonPath();
    }

    static JsonPath load(String layout, String resource) {
        try (var file = Objects.requireNonNull(OdsLoadIT.class.getResourceAsStream("/ods/" + resource))) {
            var answer = send(layout, resource.endsWith("csv") ? "text/csv" : "application/json", file.readAllBytes());
            assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
            return answer.jsonPath();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static Response send(String layout, String type, byte[] body) {
        return as("loader").contentType(type).body(body).post("/directory/ods/" + layout);
    }
}
