package org.meridiandx.order.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.RegionFixture.as;
import static org.meridiandx.order.RegionFixture.await;
import static org.meridiandx.order.RegionFixture.fullBloodCount;
import static org.meridiandx.order.RegionFixture.placeId;
import static org.meridiandx.order.RegionFixture.sending;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.contracts.events.v1.Code;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.contracts.events.v1.ReportAvailable;
import org.meridiandx.contracts.events.v1.ReportRef;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.kafka.Events;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.postgres.Rows;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

/// The security labels of an order hold for its task too, and an update does not take them away.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class SensitiveOrderIT {
    private static final String ORDER = "/fhir/R4/ServiceRequest/";
    private static final String TASK = "/fhir/R4/Task?focus=ServiceRequest/";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    IdentityStandIn identity;
    KafkaProbe kafka;
    Topics topics;
    PostgresDatabase database;

    @BeforeEach
    void knowOnePatient() {
        RegionFixture.knowOnePatient(identity);
    }

    private static String labelled(String order, String code) {
        return order.replaceFirst(
                "\\{", "{\"meta\":{\"security\":[{\"system\":\"urn:example:label\",\"code\":\"" + code + "\"}]},");
    }

    private static List<String> labelsOfTask(String orderId) {
        return as("gp").get(TASK + orderId).jsonPath().getList("entry[0].resource.meta.security.code");
    }

    @Test
    void shouldKeepTheTaskAsSensitiveAsItsOrder() {
        // When
        var id = placeId(labelled(fullBloodCount(UUID.randomUUID().toString()), "HIV"));

        // Then
        assertThat(labelsOfTask(id)).containsExactly("HIV");
        var asked = identity.access().asked().getLast().getQuestionsList();
        assertThat(asked).isNotEmpty().allSatisfy(question -> {
            assertThat(question.getResourceType()).isEqualTo("Task");
            assertThat(question.getLabelsList()).containsExactly("HIV");
        });
    }

    @Test
    void shouldSealTheTaskOfAnOrderThatBecomesSensitive() {
        // Given
        var order = fullBloodCount(UUID.randomUUID().toString());
        var id = placeId(order);

        // When
        var changed = sending("gp", labelled(order, "R"))
                .header("If-Match", "W/\"1\"")
                .put(ORDER + id);

        // Then
        assertThat(changed.statusCode()).as(changed.asString()).isEqualTo(200);
        assertThat(labelsOfTask(id)).containsExactly("R");
    }

    @Test
    void shouldKeepTheLabelsThatAnUpdateLeavesOut() {
        // Given
        var order = fullBloodCount(UUID.randomUUID().toString());
        var id = placeId(labelled(order, "HIV"));

        // When
        var changed = sending("gp", labelled(order, "R"))
                .header("If-Match", "W/\"1\"")
                .put(ORDER + id);

        // Then
        assertThat(changed.statusCode()).as(changed.asString()).isEqualTo(200);
        assertThat(changed.jsonPath().<String>getList("meta.security.code")).containsExactlyInAnyOrder("R", "HIV");
        assertThat(labelsOfTask(id)).containsExactlyInAnyOrder("R", "HIV");
    }

    @ParameterizedTest
    @CsvSource({"final, completed", "preliminary, active"})
    void shouldBecomeAsSensitiveAsItsReport(String status, String expected) throws Exception {
        // Given
        var id = placeId(fullBloodCount(UUID.randomUUID().toString()));

        // When
        tell(status, ReportRef.newBuilder().setOrderId(id), "SDV");

        // Then
        await(() -> labelsOf(id).equals(List.of("SDV")));
        assertThat(as("gp").get(ORDER + id).jsonPath().getString("status")).isEqualTo(expected);
        assertThat(labelsOfTask(id)).containsExactly("SDV");
        var told = kafka.await(topics.orders(), 1, PATIENCE, record -> isLabelled(record.value(), id));
        assertThat(told).isNotEmpty();
    }

    @Test
    void shouldBecomeAsSensitiveAsAReportThatCameFirst() throws Exception {
        // Given
        var placer = UUID.randomUUID().toString();
        tell("final", ReportRef.newBuilder().setPlacerNumber(placer), "SDV");
        await(() -> new Rows(database).number("select count(*) from waiting_fact where placer = ?", placer) == 1);

        // When
        var id = placeId(fullBloodCount(placer));

        // Then
        await(() -> labelsOf(id).equals(List.of("SDV")));
        await(() -> labelsOfTask(id).equals(List.of("SDV")));
    }

    @Test
    void shouldBecomeAsSensitiveAsALaterVersionOfItsReport() throws Exception {
        // Given
        var id = placeId(fullBloodCount(UUID.randomUUID().toString()));
        tell("final", ReportRef.newBuilder().setOrderId(id));
        await(() -> "completed".equals(as("gp").get(ORDER + id).jsonPath().getString("status")));

        // When
        tell("amended", ReportRef.newBuilder().setOrderId(id), "SEX");

        // Then
        await(() -> labelsOf(id).equals(List.of("SEX")));
        assertThat(labelsOfTask(id)).containsExactly("SEX");
    }

    @Test
    void shouldBecomeAsSensitiveAsTheReportOfAnOrderThatWasCancelled() throws Exception {
        // Given
        var id = placeId(fullBloodCount(UUID.randomUUID().toString()));
        var cancelled = sending("gp", RegionFixture.REASON)
                .header("If-Match", "W/\"1\"")
                .post(ORDER + id + "/$cancel");
        assertThat(cancelled.statusCode()).as(cancelled.asString()).isEqualTo(200);

        // When
        tell("final", ReportRef.newBuilder().setOrderId(id), "SDV");

        // Then
        await(() -> labelsOf(id).equals(List.of("SDV")));
        assertThat(labelsOfTask(id)).containsExactly("SDV");
        assertThat(as("gp").get(ORDER + id).jsonPath().getString("status")).isEqualTo("revoked");
    }

    private static List<String> labelsOf(String orderId) {
        var found = as("gp").get(ORDER + orderId).jsonPath().<String>getList("meta.security.code");
        return found == null ? List.of() : found;
    }

    private void tell(String status, ReportRef.Builder report, String... labels) {
        for (var label : labels) {
            report.addSecurityLabels(
                    Code.newBuilder().setSystem("urn:example:label").setCode(label));
        }
        var fact = ReportAvailable.newBuilder()
                .setReport(report.setReportId("labelled").setStatus(status).setVersion(1));
        Events.tell(
                kafka,
                topics.results(),
                RegionFixture.PATIENT,
                Event.newBuilder().setReportAvailable(fact));
    }

    private static boolean isLabelled(byte[] event, String orderId) {
        var order = Events.read(event).getOrderChanged().getOrder();
        return order.getOrderId().equals(orderId) && order.getSecurityLabelsCount() == 1;
    }
}
