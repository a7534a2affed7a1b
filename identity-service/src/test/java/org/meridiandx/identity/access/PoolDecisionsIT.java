package org.meridiandx.identity.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.identity.access.Decisions.report;
import static org.meridiandx.identity.access.Decisions.until;
import static org.meridiandx.identity.region.Region.as;
import static org.meridiandx.identity.region.Region.createPatient;
import static org.meridiandx.identity.region.Region.freshNhsNumber;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.contracts.events.v1.OrderChanged;
import org.meridiandx.contracts.events.v1.OrderPlaced;
import org.meridiandx.contracts.events.v1.OrderRef;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.identity.region.MovedClock;
import org.meridiandx.identity.region.Region;
import org.meridiandx.testkit.identity.Persona;
import org.meridiandx.testkit.kafka.Events;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

/// From the pool that somebody makes to what its members may see, and to the end of it.
@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class PoolDecisionsIT {
    private static final String POOLS = "/fhir/R4/Patient/$reporting-pools";
    private static final String LAB = organisation("RX902");
    private static final String STRANGER = organisation("Y90099")
            + ",{\"name\":\"practitioner\",\"valueReference\":{\"reference\":" + "\"Practitioner/stranger-1\"}}";
    KafkaProbe kafka;
    Topics topics;

    private Decisions decisions;
    private String patientId;
    private String orderId;
    private String pool;

    @BeforeEach
    void performAnOrder() throws Exception {
        decisions = new Decisions();
        patientId = createPatient(freshNhsNumber(), "Poole");
        orderId = "pool-" + patientId;
        say(Event.newBuilder().setOrderPlaced(OrderPlaced.newBuilder().setOrder(order("Y90001", "RX901"))));
        until("performer", () -> decisions.ask(Persona.RADIOLOGIST, report(patientId)));
        pool = make("radiologist", "Night " + UUID.randomUUID());
    }

    @AfterEach
    void putBack() {
        decisions.close();
        MovedClock.reset();
    }

    @Test
    void shouldTakeAMemberInAgainAsOftenAsNeeded() {
        // Given
        ok(post("radiologist", "$assign", focus("ServiceRequest/" + orderId)));

        // When
        for (var times = 0; times < 4; times++) {
            ok(post("radiologist", "$add-member", STRANGER));
            ok(post("radiologist", "$remove-member", STRANGER));
        }
        ok(post("radiologist", "$add-member", STRANGER));

        // Then
        assertThat(decisions.ask(Persona.STRANGER, report(patientId)).getReason())
                .isEqualTo("reporting-pool");
    }

    @Test
    void shouldOpenTheRecordToMembersWhileTheyAreMembers() {
        // Given
        ok(post("radiologist", "$add-member", LAB));

        // When
        ok(post("radiologist", "$assign", focus("ServiceRequest/" + orderId)));
        var lab = decisions.ask(Persona.LAB, report(patientId));
        var beforeJoining = decisions.ask(Persona.STRANGER, report(patientId));
        ok(post("radiologist", "$add-member", STRANGER));
        var afterJoining = decisions.ask(Persona.STRANGER, report(patientId));
        var colleague = decisions.askColleagueOf(Persona.STRANGER, report(patientId));
        ok(post("radiologist", "$remove-member", LAB));

        // Then
        assertThat(lab.getAllowed()).isTrue();
        assertThat(lab.getReason()).isEqualTo("reporting-pool");
        assertThat(beforeJoining.getReason()).isEqualTo("no-relationship");
        assertThat(afterJoining.getReason()).isEqualTo("reporting-pool");
        assertThat(colleague.getReason()).isEqualTo("no-relationship");
        assertThat(decisions.ask(Persona.LAB, report(patientId)).getReason()).isEqualTo("no-relationship");
        assertThat(decisions.ask(Persona.STRANGER, report(patientId)).getAllowed())
                .isTrue();
    }

    @Test
    void shouldTellEveryPodWhenSomethingEnds() {
        // Given
        ok(post("radiologist", "$add-member", LAB));
        ok(post("radiologist", "$assign", focus("ServiceRequest/" + orderId)));

        // When
        ok(post("radiologist", "$remove-member", LAB));
        ok(post("radiologist", "$add-member", LAB));
        ok(post("radiologist", "$withdraw", focus("ServiceRequest/" + orderId)));

        // Then
        assertThat(kafka.await(
                        topics.identity(), 2, Duration.ofSeconds(10), record -> isEnd(record.key(), record.value())))
                .hasSizeGreaterThanOrEqualTo(2);
        assertThat(decisions.ask(Persona.LAB, report(patientId)).getReason()).isEqualTo("no-relationship");
    }

    @Test
    void shouldEndWithTheOrderAndByItself() throws Exception {
        // Given
        ok(post("radiologist", "$add-member", LAB));
        ok(post("radiologist", "$assign", focus("ServiceRequest/" + orderId)));
        var study = UUID.randomUUID().toString();
        var given = focus("ImagingStudy/" + study) + patient(patientId);
        ok(post("radiologist", "$assign", given));

        // When
        ok(post("radiologist", "$withdraw", focus("ImagingStudy/" + study)));
        var byTheOrder = decisions.ask(Persona.LAB, report(patientId));
        MovedClock.move(Duration.ofDays(31));
        var afterAMonth = decisions.ask(Persona.LAB, report(patientId));
        MovedClock.reset();
        say(Event.newBuilder()
                .setOrderChanged(OrderChanged.newBuilder()
                        .setOrder(order("Y90001", "RX901"))
                        .setStatus("revoked")));

        // Then
        assertThat(byTheOrder.getReason()).isEqualTo("reporting-pool");
        assertThat(afterAMonth.getReason()).isEqualTo("no-relationship");
        until("no-relationship", () -> decisions.ask(Persona.LAB, report(patientId)));
        ok(post("radiologist", "$add-member", STRANGER));
        assertThat(decisions.ask(Persona.STRANGER, report(patientId)).getReason())
                .isEqualTo("no-relationship");
    }

    @Test
    void shouldEndWithTheOrderWhosePlacementIsLongAgo() {
        // Given
        var past = Instant.now().minus(Duration.ofDays(360));
        orderId = "old-" + patientId;
        var placed = Event.newBuilder()
                .setId(UUID.randomUUID().toString())
                .setOccurredAt(Timestamp.newBuilder().setSeconds(past.getEpochSecond()))
                .setPatientId(patientId)
                .setOrderPlaced(OrderPlaced.newBuilder().setOrder(order("Y90001", "RX901")));
        kafka.send(topics.orders(), patientId, placed.build().toByteArray());

        // When
        var given = Region.eventually(() -> post("radiologist", "$assign", focus("ServiceRequest/" + orderId)), 200);

        // Then
        assertThat(given.statusCode()).as(given.asString()).isEqualTo(200);
        String until = given.jsonPath().getString("parameter[0].part.find { it.name == 'until' }.valueDateTime");
        assertThat(OffsetDateTime.parse(until).toInstant())
                .isBefore(Instant.now().plus(Duration.ofDays(6)));
    }

    @Test
    void shouldCloseTheRecordOfThePatientWhoWasNamedInError() throws Exception {
        // Given
        ok(post("radiologist", "$add-member", STRANGER));
        var study = focus("ImagingStudy/" + UUID.randomUUID());
        ok(post("radiologist", "$assign", study + patient(patientId)));
        var inError = patientId;
        patientId = createPatient(freshNhsNumber(), "Right");
        orderId = "right-" + patientId;
        say(Event.newBuilder().setOrderPlaced(OrderPlaced.newBuilder().setOrder(order("Y90001", "RX901"))));
        until("performer", () -> decisions.ask(Persona.RADIOLOGIST, report(patientId)));

        // When
        ok(post("radiologist", "$assign", study + patient(patientId)));

        // Then
        assertThat(decisions.ask(Persona.STRANGER, report(patientId)).getReason())
                .isEqualTo("reporting-pool");
        assertThat(decisions.ask(Persona.STRANGER, report(inError)).getReason()).isEqualTo("no-relationship");
    }

    @Test
    void shouldRefuseACursorOfATimeThatNoEntryCanHave() {
        for (var year : List.of("-999999999", "-100000", "+999999999")) {
            // When
            var answer = as("hospital-doctor")
                    .queryParam("_cursor", year + "-01-01T00:00:00Z_" + UUID.randomUUID())
                    .get(POOLS + "/" + pool);

            // Then
            assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
        }
    }

    @Test
    void shouldChangeNothingForATokenThatOnlyReads() {
        // When
        var token = Region.requestToken(Region.assertion("radiologist").sign(), "system/*.rs")
                .jsonPath()
                .getString("access_token");
        var assigned = given().auth()
                .oauth2(token)
                .contentType("application/fhir+json")
                .body("{\"resourceType\":\"Parameters\",\"parameter\":[" + focus("ServiceRequest/" + orderId) + "]}")
                .post(POOLS + "/" + pool + "/$withdraw");

        // Then
        assertThat(assigned.statusCode()).as(assigned.asString()).isEqualTo(403);
    }

    @Test
    void shouldPassOnNoRecordThatTheAskerDoesNotTreat() throws Exception {
        // Given
        ok(post("radiologist", "$add-member", STRANGER));
        ok(post("radiologist", "$assign", focus("ServiceRequest/" + orderId)));
        var own = make("registrar", "Day " + UUID.randomUUID());
        var strangers = patientId;
        patientId = createPatient(freshNhsNumber(), "Ford");
        say(Event.newBuilder()
                .setOrderPlaced(OrderPlaced.newBuilder()
                        .setOrder(OrderRef.newBuilder()
                                .setOrderId("self-" + patientId)
                                .setRequester("RX901")
                                .setPerformer("RX901"))));

        // When
        pool = own;
        var madeUp =
                Region.eventually(() -> post("registrar", "$assign", focus("ServiceRequest/self-" + patientId)), 403);
        var others = post("stranger", "$assign", focus("ServiceRequest/" + orderId));
        var unknown = post("radiologist", "$assign", focus("ServiceRequest/none"));
        var withoutPatient = post("radiologist", "$assign", focus("ImagingStudy/s"));
        var nobody = post("radiologist", "$add-member", organisation("ZZ123"));
        var noPerson =
                post("radiologist", "$add-member", STRANGER.replace("stranger-1", "mistyped-" + UUID.randomUUID()));
        var ofOtherIssuer = post("radiologist", "$add-member", STRANGER.replace("stranger-1", "0123abcd.555000000001"));
        var odd = Region.as("radiologist").get(POOLS + "?_sort=name");
        var oddToo = Region.as("radiologist").get(POOLS + "/" + pool + "?_count=2&_count=3");
        var clinician = post("hospital-doctor", "$add-member", LAB);
        var laboratory = post("lab", "$assign", focus("ServiceRequest/" + orderId));

        // Then
        assertThat(madeUp.statusCode()).as(madeUp.asString()).isEqualTo(403);
        assertThat(others.statusCode()).as(others.asString()).isIn(404, 422);
        assertThat(unknown.statusCode()).isEqualTo(422);
        assertThat(withoutPatient.statusCode()).isEqualTo(400);
        assertThat(nobody.statusCode()).isEqualTo(422);
        assertThat(noPerson.statusCode()).isEqualTo(422);
        assertThat(noPerson.asString()).contains("practitioner");
        assertThat(ofOtherIssuer.statusCode()).as(ofOtherIssuer.asString()).isIn(200, 404);
        assertThat(odd.statusCode()).isEqualTo(400);
        assertThat(odd.asString()).contains("_sort");
        assertThat(oddToo.statusCode()).isEqualTo(400);
        assertThat(clinician.statusCode()).isEqualTo(403);
        assertThat(laboratory.statusCode()).isEqualTo(403);
        assertThat(as("stranger").get(POOLS + "/" + pool).statusCode()).isEqualTo(404);
        assertThat(decisions.ask(Persona.STRANGER, report(strangers)).getAllowed())
                .isTrue();
    }

    @Test
    void shouldShowWhatAPoolHasPageByPageAndLeaveATrace() {
        // Given
        ok(post("radiologist", "$add-member", LAB));
        for (var i = 0; i < 3; i++) {
            ok(post("radiologist", "$assign", focus("ImagingStudy/s" + i) + patient(patientId)));
        }

        // When
        var shown = new ArrayList<String>();
        var next = POOLS + "/" + pool + "?_count=2";
        while (next != null) {
            var page = as("hospital-doctor").urlEncodingEnabled(false).get(next);
            assertThat(page.statusCode()).as(page.asString()).isEqualTo(200);
            var json = page.jsonPath();
            shown.addAll(json.getList(
                    "parameter.findAll { it.name == 'assignment' }.collect { it.part[0].valueReference.reference }"));
            String link = json.getString("parameter.find { it.name == 'next' }?.valueUrl");
            next = link == null ? null : link.replaceFirst("^https?://[^/]+", "");
        }

        // Then
        assertThat(shown).containsExactly("ImagingStudy/s2", "ImagingStudy/s1", "ImagingStudy/s0");
        assertThat(audited(3)).hasSize(3);
    }

    private List<String> audited(int expected) {
        List<String> found = List.of();
        for (var i = 0; i < 60 && found.size() < expected; i++) {
            LockSupport.parkNanos(Duration.ofMillis(250).toNanos());
            List<String> ids = as("auditor")
                    .get("/fhir/R4/AuditEvent?_count=200&subtype=reporting-pool-assign&patient=" + patientId)
                    .jsonPath()
                    .getList("entry.resource.id");
            found = ids == null ? List.of() : ids;
        }
        return found;
    }

    private boolean isEnd(String key, byte[] value) {
        try {
            return patientId.equals(key) && Event.parseFrom(value).hasAccessChanged();
        } catch (InvalidProtocolBufferException broken) {
            throw new AssertionError(broken);
        }
    }

    private static String make(String persona, String name) {
        var made = send(persona, POOLS, "{\"name\":\"name\",\"valueString\":\"" + name + "\"}");
        assertThat(made.statusCode()).as(made.asString()).isEqualTo(200);
        return made.jsonPath().getString("parameter[0].part[0].valueString");
    }

    private Response post(String persona, String operation, String parameters) {
        return send(persona, POOLS + "/" + pool + "/" + operation, parameters);
    }

    private static Response send(String persona, String path, String parameters) {
        return as(persona)
                .contentType("application/fhir+json")
                .body("{\"resourceType\":\"Parameters\",\"parameter\":[" + parameters + "]}")
                .post(path);
    }

    private static void ok(Response answer) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    }

    private static String organisation(String ods) {
        return "{\"name\":\"organisation\",\"valueIdentifier\":{\"system\":"
                + "\"https://fhir.nhs.uk/Id/ods-organization-code\",\"value\":\"" + ods + "\"}}";
    }

    private static String focus(String reference) {
        return "{\"name\":\"focus\",\"valueReference\":{\"reference\":\"" + reference + "\"}}";
    }

    private static String patient(String id) {
        return ",{\"name\":\"patient\",\"valueReference\":{\"reference\":\"Patient/" + id + "\"}}";
    }

    private OrderRef order(String requester, String performer) {
        return OrderRef.newBuilder()
                .setOrderId(orderId)
                .setRequester(requester)
                .setPerformer(performer)
                .build();
    }

    private void say(Event.Builder fact) {
        Events.tell(kafka, topics.orders(), patientId, fact);
    }
}
