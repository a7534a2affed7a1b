package org.meridiandx.identity.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.meridiandx.identity.access.Decisions.report;
import static org.meridiandx.identity.region.Region.as;
import static org.meridiandx.identity.region.Region.createPatient;
import static org.meridiandx.identity.region.Region.freshNhsNumber;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.api.v1.AccessCaller;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.identity.region.MovedClock;
import org.meridiandx.identity.region.Region;
import org.meridiandx.identity.relationships.Ground;
import org.meridiandx.identity.relationships.GroundKind;
import org.meridiandx.identity.relationships.RelationshipService;
import org.meridiandx.identity.relationships.Stay;
import org.meridiandx.testkit.identity.Persona;
import org.meridiandx.testkit.region.RegionTestResource;

/// Stays, practices, proxies and merges decide while they hold, with the time of the service moved.
@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class RelationshipDecisionsIT {
    @Inject
    Facts facts;

    @Inject
    RelationshipService relationships;

    @Inject
    Pool pool;

    @Inject
    Clock clock;

    private Decisions decisions;

    @BeforeEach
    void connect() {
        decisions = new Decisions();
    }

    @AfterEach
    void putBack() {
        decisions.close();
        MovedClock.reset();
    }

    @Test
    void shouldDecideForPeopleOfOtherRegionsByTheGroundsOfTheirOrganisation() {
        // Given
        var patientId = createPatient(freshNhsNumber(), "Marsh");
        var stay = new Stay(patientId, "Y90099", "V9");
        facts.change(connection -> relationships.admitted(connection, stay));

        // When
        var withGround = decisions.ask(elsewhere("Y90099").setRegion("south"), List.of(report(patientId)));
        var without = decisions.ask(elsewhere("RX902").setRegion("south"), List.of(report(patientId)));
        var ofNoRegion = decisions.ask(elsewhere("Y90099"), List.of(report(patientId)));

        // Then
        assertThat(withGround.getFirst().getReason()).isEqualTo("admission");
        assertThat(withGround.getFirst().getAllowed()).isTrue();
        assertThat(without.getFirst().getReason()).isEqualTo("no-relationship");
        assertThat(ofNoRegion.getFirst().getReason()).isEqualTo("unknown-client");
    }

    /// A caller whose client is registered in another region.
    private static AccessCaller.Builder elsewhere(String organisation) {
        return AccessCaller.newBuilder()
                .setClientId("south:gp")
                .setOrganisation(organisation)
                .setRole("clinician")
                .setUser("https://south.example/fhir/R4/Practitioner/1")
                .setPurpose("direct-care");
    }

    @Test
    void shouldFollowAStayToItsEndAndTheTimeAfterIt() {
        // Given
        var patientId = createPatient(freshNhsNumber(), "Nash");
        var stay = new Stay(patientId, "Y90099", "V1");
        facts.change(connection -> relationships.admitted(connection, stay));
        var during = decisions.ask(Persona.STRANGER, report(patientId));

        // When
        MovedClock.move(Duration.ofDays(3));
        facts.change(connection -> relationships.discharged(connection, stay));
        MovedClock.move(Duration.ofDays(29));
        var followUp = decisions.ask(Persona.STRANGER, report(patientId));
        MovedClock.move(Duration.ofDays(2));
        var after = decisions.ask(Persona.STRANGER, report(patientId));
        facts.change(connection -> relationships.admitted(connection, stay));
        var again = decisions.ask(Persona.STRANGER, report(patientId));
        facts.change(connection -> relationships.admissionCancelled(connection, new Stay(patientId, "Y90099", "")));
        var cancelled = decisions.ask(Persona.STRANGER, report(patientId));

        // Then
        assertThat(List.of(during, followUp, again))
                .allMatch(answer -> answer.getReason().equals("admission"));
        assertThat(after.getReason()).isEqualTo("no-relationship");
        assertThat(cancelled.getReason()).isEqualTo("no-relationship");
        var periods = pool.preparedQuery(
                        "select count(*) from access_ground where recorded_patient_id = $1 and ground = 'admission'")
                .execute(io.vertx.mutiny.sqlclient.Tuple.of(patientId))
                .await()
                .indefinitely();
        assertThat(periods.iterator().next().getLong(0)).isEqualTo(2);
    }

    @Test
    void shouldFollowThePracticeThatTheRecordNames() {
        // Given
        var patientId = createPatient(freshNhsNumber(), "Oram");
        facts.registered(patientId, "Y90001");
        var first = decisions.ask(Persona.GP, report(patientId));

        // When
        facts.registered(patientId, "Y90099");

        // Then
        assertThat(first.getReason()).isEqualTo("registered-practice");
        assertThat(decisions.ask(Persona.GP, report(patientId)).getReason()).isEqualTo("no-relationship");
        assertThat(decisions.ask(Persona.STRANGER, report(patientId)).getReason())
                .isEqualTo("registered-practice");
    }

    @Test
    void shouldLetAProxyReadUntilTheAgeThatEndsIt() {
        // Given
        var birthday =
                LocalDate.ofInstant(clock.instant(), ZoneId.of("Europe/London")).plusDays(10);
        var number = freshNhsNumber();
        var child = born(birthday.minusYears(11));
        var teenager = born(birthday.minusYears(13));
        var parent = createPatient(number, "Pell");
        enterProxy(child, number, "parent", "");
        enterProxy(teenager, number, "parent-reviewed", birthday.minusDays(5).toString());
        var asParent = AccessCaller.newBuilder()
                .setClientId("patient")
                .setOrganisation("Y90001")
                .setRole("patient")
                .setPatientId(parent)
                .setPurpose("direct-care");

        // When
        var answers = decisions.ask(
                asParent,
                List.of(
                        report(child),
                        report(parent),
                        report(child).addLabels("R"),
                        report(child).setAction("c"),
                        report(teenager)));
        MovedClock.move(Duration.ofDays(11));
        var later = decisions.ask(asParent, List.of(report(child), report(teenager)));

        // Then
        assertThat(answers)
                .extracting(answer -> answer.getReason())
                .containsExactly("proxy", "self", "no-relationship", "role", "proxy");
        assertThat(later).extracting(answer -> answer.getReason()).containsOnly("no-relationship");
    }

    @Test
    void shouldCountFactsForThePatientInForceAndBringThemBackAfterAnUnmerge() {
        // Given
        var merged = createPatient(freshNhsNumber(), "Upton");
        var survivor = createPatient(freshNhsNumber(), "Upton");
        facts.registered(merged, "Y90099");

        // When
        stand(merged, survivor);
        var afterMerge = decisions.ask(Persona.STRANGER, report(survivor));
        var byOldId = decisions.ask(Persona.STRANGER, report(merged));
        facts.change(connection -> relationships.open(
                connection, List.of(Ground.of(merged, GroundKind.ADMISSION, "RX902", "late", clock.instant()))));
        var late = decisions.ask(Persona.LAB, report(survivor));
        stand(merged, merged);

        // Then
        assertThat(afterMerge.getReason()).isEqualTo("registered-practice");
        assertThat(byOldId.getReason()).isEqualTo("registered-practice");
        assertThat(late.getReason()).isEqualTo("admission");
        assertThat(decisions.ask(Persona.STRANGER, report(survivor)).getReason())
                .isEqualTo("no-relationship");
        assertThat(decisions.ask(Persona.LAB, report(survivor)).getReason()).isEqualTo("no-relationship");
        assertThat(decisions.ask(Persona.STRANGER, report(merged)).getReason()).isEqualTo("registered-practice");
    }

    @Test
    void shouldExplainByGroundsThatHaveEndedToo() {
        // Given
        var patientId = createPatient(freshNhsNumber(), "Wray");
        facts.registered(patientId, "Y90001");
        facts.registered(patientId, "Y90099");

        // When
        var explained = as("auditor")
                .contentType("application/fhir+json")
                .body("""
                        {"resourceType":"Parameters","parameter":[
                          {"name":"organisation","valueString":"Y90001"},{"name":"role","valueCode":"clinician"}]}""")
                .post("/fhir/R4/Patient/" + patientId + "/$explain-access");

        // Then
        explained
                .then()
                .statusCode(200)
                .body("parameter.find { it.name == 'allowed' }.valueBoolean", equalTo(false))
                .body(
                        "parameter.find { it.name == 'ground' }.part.find { it.name == 'holds' }.valueBoolean",
                        equalTo(false));
    }

    @Test
    void shouldExplainToAuditorsWhichRuleDecidedAndByWhat() {
        // Given
        var patientId = createPatient(freshNhsNumber(), "Vance");
        facts.registered(patientId, "Y90001");
        var question = """
                {"resourceType":"Parameters","parameter":[
                  {"name":"organisation","valueString":"Y90001"},{"name":"role","valueCode":"clinician"},
                  {"name":"resourceType","valueCode":"DiagnosticReport"},{"name":"purpose","valueCode":"direct-care"}]}""";

        // When
        var explained = as("auditor")
                .contentType("application/fhir+json")
                .body(question)
                .post("/fhir/R4/Patient/" + patientId + "/$explain-access");
        var byGp = as("gp").contentType("application/fhir+json")
                .body(question)
                .post("/fhir/R4/Patient/" + patientId + "/$explain-access");

        // Then
        explained
                .then()
                .statusCode(200)
                .body("parameter.find { it.name == 'allowed' }.valueBoolean", equalTo(true))
                .body("parameter.find { it.name == 'rule' }.valueString", equalTo("care"))
                .body("parameter.find { it.name == 'policyVersion' }.valueString", equalTo("2026.11.1"))
                .body(
                        "parameter.find { it.name == 'ground' }.part.find { it.name == 'kind' }.valueString",
                        equalTo("registered-practice"));
        byGp.then().statusCode(403);
    }

    /// As a merge and its undoing do it.
    private void stand(String recorded, String inForce) {
        var named = pool.query("select 1 from information_schema.columns"
                        + " where table_name = 'patient' and column_name = 'merged_into'")
                .execute()
                .await()
                .indefinitely();
        var into = named.size() == 0 ? "" : ", merged_into = nullif($2, $1)";
        pool.preparedQuery("update patient set patient_id = $2" + into + " where id = $1")
                .execute(io.vertx.mutiny.sqlclient.Tuple.of(recorded, inForce))
                .await()
                .indefinitely();
    }

    private static String born(LocalDate day) {
        return as("hospital-doctor")
                .header("X-Request-ID", UUID.randomUUID().toString())
                .contentType("application/fhir+json")
                .body(Region.patient(freshNhsNumber(), "Pell", day.toString()))
                .post("/fhir/R4/Patient")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static void enterProxy(String patientId, String number, String kind, String end) {
        var period = end.isEmpty() ? "" : ",\"end\":\"" + end + "\"";
        as("loader")
                .contentType("application/fhir+json")
                .body("""
                        {"resourceType":"Parameters","parameter":[
                         {"name":"patient","valueReference":{"reference":"Patient/%s"}},
                         {"name":"proxy","valueIdentifier":{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"%s"}},
                         {"name":"kind","valueCode":"%s"},
                         {"name":"period","valuePeriod":{"start":"2026-01-01"%s}}]}""".formatted(patientId, number, kind, period))
                .post("/fhir/R4/Patient/$proxies")
                .then()
                .statusCode(200);
    }
}
