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
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.events.v1.Code;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.contracts.events.v1.PatientChanged;
import org.meridiandx.directory.standing.PatientFollower;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.MergeHistory;
import org.meridiandx.testkit.kafka.Events;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.postgres.Rows;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

/// Orders and their tasks go with their patient's record, and come back with it.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class MergedPatientIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PATH = "/fhir/R4/";

    IdentityStandIn identity;
    KafkaProbe kafka;
    Topics topics;
    PostgresDatabase database;

    @Inject
    PatientFollower follower;

    private MergeHistory history;
    private List<String> ids = List.of();

    @BeforeEach
    void know() {
        identity.reset();
        history = MergeHistory.ofFour(identity.patients(), "1980-01-01");
        ids = history.ids();
    }

    @Test
    void shouldGiveOrdersAndTasksToTheSurvivorAndBack() throws Exception {
        // Given
        var order = sensitiveOrder(ids.get(0));

        // When
        tell(ids.get(0), history.merge(ids.get(0), ids.get(1)));

        // Then
        await(patientOf(order) + " and patient_id = '" + ids.get(1) + "'", 1);
        var merged = found("ServiceRequest?patient=" + ids.get(0));
        assertThat(merged.getString("entry[0].resource.subject.reference")).isEqualTo("Patient/" + ids.get(1));
        assertThat(merged.getString("entry[0].resource.subject.identifier.value"))
                .isEqualTo(history.nhsNumberOf(ids.get(1)));
        assertThat(merged.getString("entry[0].resource.meta.versionId")).isEqualTo("2");
        var task = found("Task?patient=" + ids.get(1));
        assertThat(task.getString("entry[0].resource.for.reference")).isEqualTo("Patient/" + ids.get(1));
        assertThat(as("gp").get(PATH + "ServiceRequest/" + order + "/_history/1")
                        .jsonPath()
                        .getString("subject.reference"))
                .isEqualTo("Patient/" + ids.get(0));
        var told = kafka.await(topics.orders(), 1, PATIENCE, message -> isMoved(message.value(), order, ids.get(1)));
        assertThat(Events.read(told.getFirst().value())
                        .getOrderChanged()
                        .getOrder()
                        .getSecurityLabelsList())
                .containsExactly(Code.newBuilder()
                        .setSystem("urn:example:label")
                        .setCode("HIV")
                        .build());

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
        var first = place(ids.get(0), placer);
        hear(history.merge(ids.get(0), ids.get(1)));

        // When
        var again = place(ids.get(0), placer);
        var later = record(ids.get(0));
        var byBothNames = sending(
                        "gp",
                        ctChest(UUID.randomUUID().toString())
                                .replace(
                                        "{\"reference\":\"Patient/patient-1\"}",
                                        "{\"reference\":\"Patient/" + ids.get(1)
                                                + "\",\"identifier\":{\"system\":\"https://fhir.nhs.uk/Id/nhs-number\",\"value\":\""
                                                + history.nhsNumberOf(ids.get(0)) + "\"}}"))
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
            var orders = new ArrayList<String>();
            var recorded = new ArrayList<String>();

            // When
            history.play(
                    chance,
                    id -> {
                        recorded.add(id);
                        orders.add(record(id));
                    },
                    this::hear);

            // Then
            await("select count(*) from patient_standing where is_moving", 0);
            for (var i = 0; i < orders.size(); i++) {
                var patient = history.patientOf(recorded.get(i));
                assertThat(rows().number(
                                        "select count(*) from service_request r join task t on t.focus_id = r.id where r.id = '"
                                                + orders.get(i) + "' and r.patient_id = '" + patient
                                                + "' and t.patient_id = '"
                                                + patient + "' and r.recorded_patient_id = '" + recorded.get(i)
                                                + "' and convert_from(r.content, 'UTF8')::jsonb #>> '{subject,reference}' = 'Patient/"
                                                + patient
                                                + "' and convert_from(t.content, 'UTF8')::jsonb #>> '{for,reference}'"
                                                + " = 'Patient/" + patient + "'"))
                        .as("order %s of %s, seed %s", i, recorded.get(i), seed)
                        .isEqualTo(1);
            }
        }
    }

    private String record(String id) {
        return place(id, UUID.randomUUID().toString());
    }

    private String sensitiveOrder(String id) {
        return send(
                id,
                ctChest(UUID.randomUUID().toString())
                        .replaceFirst(
                                "\\{",
                                "{\"meta\":{\"security\":[{\"system\":\"urn:example:label\",\"code\":\"HIV\"}]},"));
    }

    private String place(String id, String placer) {
        return send(id, ctChest(placer));
    }

    private String send(String id, String order) {
        var body = order.replace("Patient/patient-1", "Patient/" + id);
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
        Events.tell(kafka, topics.identity(), patientId, Event.newBuilder().setPatientChanged(fact));
    }

    private void hear(PatientChanged fact) {
        follower.hear(fact).await().atMost(PATIENCE);
    }

    private void await(String sql, int expected) throws InterruptedException {
        assertThat(rows().await(String.valueOf(expected), sql)).as(sql).isEqualTo(String.valueOf(expected));
    }

    private Rows rows() {
        return new Rows(database);
    }

    private static boolean isMoved(byte[] bytes, String order, String patientId) {
        var event = Events.read(bytes);
        return event.getOrderChanged().getOrder().getOrderId().equals(order)
                && event.getPatientId().equals(patientId);
    }
}
