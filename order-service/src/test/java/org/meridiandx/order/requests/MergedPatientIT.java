package org.meridiandx.order.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.RegionFixture.as;
import static org.meridiandx.order.RegionFixture.ctChest;
import static org.meridiandx.order.RegionFixture.sending;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.contracts.events.v1.PatientChanged;
import org.meridiandx.directory.standing.PatientFollower;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.MergeHistory;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

/// Orders and their tasks go with their patient's record, and come back with it.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class MergedPatientIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Random ANY = new Random();
    private static final String PATH = "/fhir/R4/";

    IdentityStandIn identity;
    KafkaProbe kafka;
    Topics topics;
    PostgresDatabase database;

    @Inject
    PatientFollower follower;

    private List<String> ids = List.of();
    private List<String> numbers = List.of();
    private MergeHistory history;

    @BeforeEach
    void know() {
        identity.reset();
        var run = UUID.randomUUID().toString().substring(0, 8);
        ids = List.of("A-" + run, "B-" + run, "C-" + run, "D-" + run);
        numbers = ids.stream().map(id -> MergeHistory.anyNhsNumber(ANY)).toList();
        for (var i = 0; i < ids.size(); i++) {
            identity.patients().add(ids.get(i), numbers.get(i), "1980-01-01");
        }
        history = new MergeHistory(identity.patients(), ids);
    }

    @Test
    void shouldGiveOrdersAndTasksToTheSurvivorAndBack() throws Exception {
        // Given
        var order = record(0);

        // When
        tell(ids.get(0), history.merge(ids.get(0), ids.get(1)));

        // Then
        await(patientOf(order) + " and patient_id = '" + ids.get(1) + "'", 1);
        var merged = found("ServiceRequest?patient=" + ids.get(0));
        assertThat(merged.getString("entry[0].resource.subject.reference")).isEqualTo("Patient/" + ids.get(1));
        assertThat(merged.getString("entry[0].resource.subject.identifier.value"))
                .isEqualTo(numbers.get(1));
        assertThat(merged.getString("entry[0].resource.meta.versionId")).isEqualTo("2");
        var task = found("Task?patient=" + ids.get(1));
        assertThat(task.getString("entry[0].resource.for.reference")).isEqualTo("Patient/" + ids.get(1));
        assertThat(as("gp").get(PATH + "ServiceRequest/" + order + "/_history/1")
                        .jsonPath()
                        .getString("subject.reference"))
                .isEqualTo("Patient/" + ids.get(0));
        kafka.await(topics.orders(), 1, PATIENCE, message -> isMoved(message.value(), order, ids.get(1)));

        // When
        tell(ids.get(0), history.unmerge(ids.get(0)));

        // Then
        await(patientOf(order) + " and patient_id = '" + ids.get(0) + "'", 1);
        await("select count(*) from task where focus_id = '" + order + "' and patient_id = '" + ids.get(0) + "'", 1);
        assertThat(found("ServiceRequest?patient=" + ids.get(1)).getList("entry"))
                .isNullOrEmpty();
    }

    @Test
    void shouldTakeAnOrderByTheNameOfTheMergedRecord() throws Exception {
        // Given
        var placer = UUID.randomUUID().toString();
        var first = place(0, placer);
        hear(history.merge(ids.get(0), ids.get(1)));

        // When
        var again = place(0, placer);
        var later = record(0);
        var byBothNames = sending(
                        "gp",
                        ctChest(UUID.randomUUID().toString())
                                .replace(
                                        "{\"reference\":\"Patient/patient-1\"}",
                                        "{\"reference\":\"Patient/" + ids.get(1)
                                                + "\",\"identifier\":{\"system\":\"https://fhir.nhs.uk/Id/nhs-number\",\"value\":\""
                                                + numbers.get(0) + "\"}}"))
                .post(PATH + "ServiceRequest")
                .statusCode();

        // Then
        assertThat(again).isEqualTo(first);
        assertThat(byBothNames).isEqualTo(201);
        await(patientOf(later) + " and patient_id = '" + ids.get(1) + "'", 1);

        // When
        hear(history.unmerge(ids.get(0)));

        // Then
        await(patientOf(later) + " and patient_id = '" + ids.get(0) + "'", 1);
    }

    @Test
    void shouldEndAsTheRegistryStandsWhateverHappensInWhateverOrder() throws Exception {
        for (var seed = 0; seed < 12; seed++) {
            know();
            var chance = new Random(seed);
            var late = new ArrayList<PatientChanged>();
            var orders = new ArrayList<String>();
            var recorded = new ArrayList<String>();

            // When
            for (var step = 0; step < 14; step++) {
                switch (chance.nextInt(3)) {
                    case 0 -> {
                        var who = chance.nextInt(ids.size());
                        orders.add(record(who));
                        recorded.add(ids.get(who));
                    }
                    case 1 -> history.step(chance).ifPresent(late::add);
                    default -> {
                        if (!late.isEmpty()) {
                            hear(late.get(chance.nextInt(late.size())));
                        }
                    }
                }
            }
            Collections.shuffle(late, chance);
            late.forEach(this::hear);

            // Then
            await("select count(*) from patient_standing where is_moving", 0);
            for (var i = 0; i < orders.size(); i++) {
                var patient = history.patientOf(recorded.get(i));
                assertThat(number(
                                "select count(*) from service_request r join task t on t.focus_id = r.id where r.id = '"
                                        + orders.get(i) + "' and r.patient_id = '" + patient + "' and t.patient_id = '"
                                        + patient + "' and r.recorded_patient_id = '" + recorded.get(i)
                                        + "' and convert_from(r.content, 'UTF8')::jsonb #>> '{subject,reference}' = 'Patient/"
                                        + patient + "' and convert_from(t.content, 'UTF8')::jsonb #>> '{for,reference}'"
                                        + " = 'Patient/" + patient + "'"))
                        .as("order %s of %s, seed %s", i, recorded.get(i), seed)
                        .isEqualTo(1);
            }
        }
    }

    private String record(int who) {
        return place(who, UUID.randomUUID().toString());
    }

    private String place(int who, String placer) {
        var body = ctChest(placer).replace("Patient/patient-1", "Patient/" + ids.get(who));
        var answer = sending("gp", body).post(PATH + "ServiceRequest");
        assertThat(answer.statusCode()).as(answer.asString()).isIn(200, 201);
        return answer.jsonPath().getString("id");
    }

    private static JsonPath found(String search) {
        return as("gp").get(PATH + search).then().statusCode(200).extract().jsonPath();
    }

    private static String patientOf(String order) {
        return "select count(*) from service_request where id = '" + order + "'";
    }

    private void tell(String patientId, PatientChanged fact) {
        var event = Event.newBuilder()
                .setId(UUID.randomUUID().toString())
                .setPatientId(patientId)
                .setPatientChanged(fact);
        kafka.send(topics.identity(), patientId, event.build().toByteArray());
    }

    private void hear(PatientChanged fact) {
        follower.hear(fact).await().atMost(PATIENCE);
    }

    private void await(String sql, int expected) throws Exception {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (number(sql) != expected && System.nanoTime() < end) {
            Thread.sleep(100);
        }
        assertThat(number(sql)).as(sql).isEqualTo(expected);
    }

    private int number(String sql) throws Exception {
        try (var connection = database.connect();
                var rows = connection.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static boolean isMoved(byte[] bytes, String order, String patientId) {
        try {
            var event = Event.parseFrom(bytes);
            return event.getOrderChanged().getOrder().getOrderId().equals(order)
                    && event.getPatientId().equals(patientId);
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }
}
