package org.meridiandx.identity.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.meridiandx.identity.access.Decisions.report;
import static org.meridiandx.identity.access.Decisions.until;
import static org.meridiandx.identity.region.Region.as;
import static org.meridiandx.identity.region.Region.createPatient;
import static org.meridiandx.identity.region.Region.freshNhsNumber;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.api.v1.AccessCaller;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.contracts.events.v1.OrderChanged;
import org.meridiandx.contracts.events.v1.OrderCompleted;
import org.meridiandx.contracts.events.v1.OrderPlaced;
import org.meridiandx.contracts.events.v1.OrderRef;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.identity.region.MovedClock;
import org.meridiandx.identity.relationships.Ground;
import org.meridiandx.identity.relationships.GroundKind;
import org.meridiandx.identity.relationships.RelationshipService;
import org.meridiandx.identity.relationships.Stay;
import org.meridiandx.outbox.RegionEvents;
import org.meridiandx.testkit.identity.Persona;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

/// Decisions follow the facts: each begins, holds and ends, with the time of the service moved.
@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class DecisionsUnderChangeIT {
    KafkaProbe kafka;
    Topics topics;

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
    void shouldOpenTheRecordToThePerformerAndOnlyTheOrderToWhoAsked() throws Exception {
        // Given
        var patientId = createPatient(freshNhsNumber(), "Iveson");
        var before = decisions.ask(Persona.LAB, report(patientId));

        // When
        say(patientId, placed("o-" + patientId, "Y90001", "RX902"));

        // Then
        assertThat(before.getReason()).isEqualTo("no-relationship");
        var lab = until("performer", () -> decisions.ask(Persona.LAB, report(patientId)));
        assertThat(lab.getAllowed()).isTrue();
        assertThat(lab.getPolicyVersion()).isNotEmpty();
        assertThat(decisions.ask(Persona.GP, report(patientId)).getReason()).isEqualTo("no-relationship");
        var gate = decisions.ask(Persona.GP, report(patientId).setAction("s").setSearchGate(true));
        assertThat(gate.getReason()).isEqualTo("requester");
        assertThat(gate.getObligationsList()).containsExactly("filter");
        assertThat(decisions
                        .ask(Persona.GP, report(patientId).addOrganisations("Y90001"))
                        .getReason())
                .isEqualTo("own-organisation");
    }

    @Test
    void shouldMakeNoGroundForWhoAsksItself() throws Exception {
        // Given
        var patientId = createPatient(freshNhsNumber(), "Jessop");

        // When
        say(patientId, placed("o-" + patientId, "Y90099", "Y90099"));
        say(patientId, placed("p-" + patientId, "RX901", "RX902"));

        // Then
        until("performer", () -> decisions.ask(Persona.LAB, report(patientId)));
        assertThat(decisions.ask(Persona.STRANGER, report(patientId)).getReason())
                .isEqualTo("no-relationship");
    }

    @Test
    void shouldCloseSomeDaysAfterTheOrderIsCompletedAndAtOnceWhenItIsRevoked() throws Exception {
        // Given
        var completed = createPatient(freshNhsNumber(), "Kirk");
        var revoked = createPatient(freshNhsNumber(), "Lamb");
        var order = placed("c-" + completed, "Y90001", "RX902").getOrderPlaced().getOrder();
        var other = placed("r-" + revoked, "Y90001", "RX902").getOrderPlaced().getOrder();
        say(completed, placed("c-" + completed, "Y90001", "RX902"));
        say(revoked, placed("r-" + revoked, "Y90001", "RX902"));
        until("performer", () -> decisions.ask(Persona.LAB, report(revoked)));

        // When
        say(
                completed,
                Event.newBuilder().setOrderCompleted(OrderCompleted.newBuilder().setOrder(order)));
        say(
                revoked,
                Event.newBuilder()
                        .setOrderChanged(
                                OrderChanged.newBuilder().setOrder(other).setStatus("revoked")));
        var afterRevoked = until("no-relationship", () -> decisions.ask(Persona.LAB, report(revoked)));
        MovedClock.move(Duration.ofDays(29));
        var inTheTail = decisions.ask(Persona.LAB, report(completed));
        MovedClock.move(Duration.ofDays(2));
        var afterTheTail = decisions.ask(Persona.LAB, report(completed));

        // Then
        assertThat(afterRevoked.getAllowed()).isFalse();
        assertThat(inTheTail.getReason()).isEqualTo("performer");
        assertThat(afterTheTail.getReason()).isEqualTo("no-relationship");
    }

    @Test
    void shouldCloseToThePerformerThatAnotherReplaced() throws Exception {
        // Given
        var patientId = createPatient(freshNhsNumber(), "Moss");
        say(patientId, placed("o-" + patientId, "Y90001", "Y90099"));
        until("performer", () -> decisions.ask(Persona.STRANGER, report(patientId)));

        // When
        var moved = placed("o-" + patientId, "Y90001", "RX902").getOrderPlaced().getOrder();
        say(
                patientId,
                Event.newBuilder()
                        .setOrderChanged(
                                OrderChanged.newBuilder().setOrder(moved).setStatus("active")));

        // Then
        until("performer", () -> decisions.ask(Persona.LAB, report(patientId)));
        assertThat(decisions.ask(Persona.STRANGER, report(patientId)).getReason())
                .isEqualTo("no-relationship");
    }

    @Test
    void shouldFollowAStayToItsEndAndTheTimeAfterIt() {
        // Given
        var patientId = createPatient(freshNhsNumber(), "Nash");
        var stay = new Stay(patientId, "Y90099", "V1");
        act(connection -> relationships.admitted(connection, stay));
        var during = decisions.ask(Persona.STRANGER, report(patientId));

        // When
        MovedClock.move(Duration.ofDays(3));
        act(connection -> relationships.discharged(connection, stay));
        MovedClock.move(Duration.ofDays(29));
        var followUp = decisions.ask(Persona.STRANGER, report(patientId));
        MovedClock.move(Duration.ofDays(2));
        var after = decisions.ask(Persona.STRANGER, report(patientId));
        act(connection -> relationships.admitted(connection, stay));
        var again = decisions.ask(Persona.STRANGER, report(patientId));
        act(connection -> relationships.admissionCancelled(connection, new Stay(patientId, "Y90099", "")));
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
        act(connection -> relationships.registered(connection, patientId, Set.of("Y90001"), "test"));
        var first = decisions.ask(Persona.GP, report(patientId));

        // When
        act(connection -> relationships.registered(connection, patientId, Set.of("Y90099"), "test"));

        // Then
        assertThat(first.getReason()).isEqualTo("registered-practice");
        assertThat(decisions.ask(Persona.GP, report(patientId)).getReason()).isEqualTo("no-relationship");
        assertThat(decisions.ask(Persona.STRANGER, report(patientId)).getReason())
                .isEqualTo("registered-practice");
    }

    @Test
    void shouldLetAProxyReadUntilTheAgeThatEndsIt() {
        // Given
        var child = createPatient(freshNhsNumber(), "Pell");
        var parent = createPatient(freshNhsNumber(), "Pell");
        var birthday = clock.instant().plus(Duration.ofDays(10));
        act(connection -> relationships.proxied(connection, child, parent, "proxy:test", Optional.of(birthday)));
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
                        report(child).setAction("c")));
        MovedClock.move(Duration.ofDays(11));
        var later = decisions.ask(asParent, List.of(report(child))).getFirst();

        // Then
        assertThat(answers)
                .extracting(answer -> answer.getReason())
                .containsExactly("proxy", "self", "no-relationship", "role");
        assertThat(later.getReason()).isEqualTo("no-relationship");
    }

    @Test
    void shouldOpenARecordInAnEmergencyToOnePersonForFourHoursAndTellOfIt() {
        // Given
        var patientId = createPatient(freshNhsNumber(), "Quill");
        var before = decisions.ask(Persona.STRANGER, report(patientId));

        // When
        var refused =
                breakGlass("lab", patientId, "Unconscious in resuscitation").statusCode();
        var tooShort = breakGlass("stranger", patientId, "because").statusCode();
        breakGlass("stranger", patientId, "Unconscious in resuscitation").then().statusCode(200);
        var opened = decisions.ask(Persona.STRANGER, report(patientId));
        var colleague = decisions
                .ask(
                        AccessCaller.newBuilder()
                                .setClientId("stranger")
                                .setOrganisation("Y90099")
                                .setRole("clinician")
                                .setUser("Practitioner/another"),
                        List.of(report(patientId)))
                .getFirst();
        var sealed = decisions.ask(Persona.STRANGER, report(patientId).addLabels("PSY"));
        var locked = decisions.ask(Persona.STRANGER, report(patientId).addLabels("V"));
        var write = decisions.ask(Persona.STRANGER, report(patientId).setAction("u"));
        as("auditor")
                .get("/fhir/R4/Patient/" + patientId + "/$disclosure-notices")
                .then()
                .statusCode(200)
                .body(
                        "parameter[0].part.find { it.name == 'reason' }.valueString",
                        equalTo("Unconscious in resuscitation"));
        as("auditor")
                .get("/fhir/R4/Patient/$disclosure-notices")
                .then()
                .statusCode(200)
                .body(
                        "parameter.part.flatten().findAll { it.name == 'patient' }.valueReference.reference",
                        hasItem("Patient/" + patientId));
        as("gp").get("/fhir/R4/Patient/" + patientId + "/$disclosure-notices")
                .then()
                .statusCode(403);
        MovedClock.move(Duration.ofMinutes(241));
        var expired = decisions.ask(Persona.STRANGER, report(patientId));

        // Then
        assertThat(before.getReason()).isEqualTo("no-relationship");
        assertThat(refused).isEqualTo(403);
        assertThat(tooShort).isEqualTo(400);
        assertThat(opened.getReason()).isEqualTo("break-glass");
        assertThat(opened.getObligationsList()).containsExactly("notify");
        assertThat(sealed.getReason()).isEqualTo("break-glass");
        assertThat(locked.getReason()).isEqualTo("sealed");
        assertThat(write.getAllowed()).isFalse();
        assertThat(colleague.getAllowed()).isFalse();
        assertThat(expired.getReason()).isEqualTo("no-relationship");
    }

    @Test
    void shouldFollowAConsentAndItsWithdrawal() {
        // Given
        var patientId = createPatient(freshNhsNumber(), "Rudd");
        act(connection -> relationships.registered(connection, patientId, Set.of("Y90001", "Y90099"), "test"));
        var consent = as("gp").header("X-Request-ID", UUID.randomUUID().toString())
                .contentType("application/fhir+json")
                .body(refusal(patientId, "", "active"))
                .post("/fhir/R4/Consent");
        consent.then().statusCode(201);
        var id = consent.<String>path("id");
        var refused = decisions.ask(Persona.STRANGER, report(patientId));
        var gp = decisions.ask(Persona.GP, report(patientId));
        var imaging = decisions.ask(Persona.STRANGER, report(patientId).setResourceType("ImagingStudy"));

        // When
        var stale = as("gp").header("If-Match", "W/\"7\"")
                .contentType("application/fhir+json")
                .body(refusal(patientId, id, "inactive"))
                .put("/fhir/R4/Consent/" + id)
                .statusCode();
        as("gp").header("If-Match", "W/\"1\"")
                .contentType("application/fhir+json")
                .body(refusal(patientId, id, "inactive"))
                .put("/fhir/R4/Consent/" + id)
                .then()
                .statusCode(200);

        // Then
        assertThat(refused.getReason()).isEqualTo("consent");
        assertThat(gp.getReason()).isEqualTo("registered-practice");
        assertThat(imaging.getReason()).isEqualTo("registered-practice");
        assertThat(stale).isEqualTo(412);
        assertThat(decisions.ask(Persona.STRANGER, report(patientId)).getReason())
                .isEqualTo("registered-practice");
        as("gp").get("/fhir/R4/Consent?patient=Patient/" + patientId).then().body("total", equalTo(1));
    }

    @Test
    void shouldKeepAnOptOutFromUsesBeyondCareOnly() {
        // Given
        var patientId = createPatient(freshNhsNumber(), "Sayer");
        act(connection -> relationships.registered(connection, patientId, Set.of("Y90001"), "test"));
        var named = report(patientId).addOrganisations("Y90001");
        var before = decisions.ask(Persona.GP, "secondary-use", named.clone());

        // When
        as("gp").header("X-Request-ID", UUID.randomUUID().toString())
                .contentType("application/fhir+json")
                .body("""
                        {"resourceType":"Consent","status":"active",
                         "scope":{"coding":[{"code":"research"}]},
                         "category":[{"coding":[{"code":"national-data-opt-out"}]}],
                         "patient":{"reference":"Patient/%s"},
                         "policyRule":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode",
                                                  "code":"OPTOUT"}]}}""".formatted(patientId))
                .post("/fhir/R4/Consent")
                .then()
                .statusCode(201);

        // Then
        assertThat(before.getReason()).isEqualTo("own-organisation");
        assertThat(decisions.ask(Persona.GP, "secondary-use", named.clone()).getReason())
                .isEqualTo("opted-out");
        assertThat(decisions.ask(Persona.GP, "direct-care", report(patientId)).getReason())
                .isEqualTo("registered-practice");
        assertThat(decisions.ask(Persona.GP, "curiosity", named.clone()).getReason())
                .isEqualTo("purpose");
    }

    @Test
    void shouldRefuseAConsentThatSaysMoreThanDecisionsLookAt() {
        // Given
        var patientId = createPatient(freshNhsNumber(), "Tate");
        act(connection -> relationships.registered(connection, patientId, Set.of("Y90001"), "test"));
        var nested = refusal(patientId, "", "active")
                .replace("\"type\":\"deny\",", "\"type\":\"deny\",\"provision\":[{\"type\":\"permit\"}],");

        // When
        var answers = List.of(
                postConsent("gp", nested).statusCode(),
                postConsent("stranger", refusal(patientId, "", "active")).statusCode(),
                postConsent("gp", refusal("nobody", "", "active")).statusCode());

        // Then
        assertThat(answers).containsExactly(422, 403, 403);
    }

    @Test
    void shouldCountFactsForThePatientInForceAndBringThemBackAfterAnUnmerge() {
        // Given
        var merged = createPatient(freshNhsNumber(), "Upton");
        var survivor = createPatient(freshNhsNumber(), "Upton");
        act(connection -> relationships.registered(connection, merged, Set.of("Y90099"), "test"));

        // When
        stand(merged, survivor);
        var afterMerge = decisions.ask(Persona.STRANGER, report(survivor));
        var byOldId = decisions.ask(Persona.STRANGER, report(merged));
        act(connection -> relationships.open(
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
    void shouldExplainToAuditorsWhichRuleDecidedAndByWhat() {
        // Given
        var patientId = createPatient(freshNhsNumber(), "Vance");
        act(connection -> relationships.registered(connection, patientId, Set.of("Y90001"), "test"));
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

    private static Response postConsent(String who, String body) {
        return as(who).header("X-Request-ID", UUID.randomUUID().toString())
                .contentType("application/fhir+json")
                .body(body)
                .post("/fhir/R4/Consent");
    }

    private static String refusal(String patientId, String id, String status) {
        return """
                {"resourceType":"Consent",%s"status":"%s",
                 "scope":{"coding":[{"code":"patient-privacy"}]},
                 "category":[{"coding":[{"code":"sharing"}]}],
                 "patient":{"reference":"Patient/%s"},
                 "policyRule":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"OPTIN"}]},
                 "provision":{"type":"deny",
                   "actor":[{"role":{"coding":[{"code":"IRCP"}]},
                     "reference":{"identifier":{"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"Y90099"}}}],
                   "class":[{"code":"DiagnosticReport"}]}}""".formatted(id.isEmpty() ? "" : "\"id\":\"" + id + "\",", status, patientId);
    }

    private static Response breakGlass(String who, String patientId, String reason) {
        return as(who).header("X-Request-ID", UUID.randomUUID().toString())
                .contentType("application/fhir+json")
                .body("""
                        {"resourceType":"Parameters","parameter":[{"name":"reason","valueString":"%s"}]}""".formatted(reason))
                .post("/fhir/R4/Patient/" + patientId + "/$break-glass");
    }

    private static Event.Builder placed(String id, String requester, String performer) {
        var order = OrderRef.newBuilder().setOrderId(id).setRequester(requester).setPerformer(performer);
        return Event.newBuilder().setOrderPlaced(OrderPlaced.newBuilder().setOrder(order));
    }

    private void say(String patientId, Event.Builder fact) throws Exception {
        kafka.send(
                topics.orders(),
                patientId,
                fact.setId(UUID.randomUUID().toString())
                        .setOccurredAt(RegionEvents.timestampOf(Instant.now()))
                        .setPatientId(patientId)
                        .build()
                        .toByteArray());
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

    private void act(Function<io.vertx.mutiny.sqlclient.SqlConnection, io.smallrye.mutiny.Uni<Void>> change) {
        pool.withTransaction(change).await().indefinitely();
    }
}
