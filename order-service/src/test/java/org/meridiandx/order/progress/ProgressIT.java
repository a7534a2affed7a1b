package org.meridiandx.order.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.RegionFixture.as;
import static org.meridiandx.order.RegionFixture.await;
import static org.meridiandx.order.RegionFixture.ctChest;
import static org.meridiandx.order.RegionFixture.fullBloodCount;
import static org.meridiandx.order.RegionFixture.place;
import static org.meridiandx.order.RegionFixture.sending;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.contracts.events.v1.ReportAvailable;
import org.meridiandx.contracts.events.v1.ReportRef;
import org.meridiandx.contracts.events.v1.StudyAvailable;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class ProgressIT {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    IdentityStandIn identity;
    KafkaProbe kafka;
    Topics topics;

    @BeforeEach
    void knowOnePatient() {
        RegionFixture.knowOnePatient(identity);
    }

    private static String statusOf(String id) {
        return as("gp").get("/fhir/R4/ServiceRequest/" + id).jsonPath().getString("status");
    }

    private static JsonPath taskOf(String id) {
        return as("gp").get("/fhir/R4/Task?based-on=ServiceRequest/" + id).jsonPath();
    }

    private static Event.Builder event() {
        return Event.newBuilder().setId(UUID.randomUUID().toString()).setPatientId(RegionFixture.PATIENT);
    }

    private void report(String status, ReportRef.Builder report) {
        var event = event().setReportAvailable(ReportAvailable.newBuilder()
                .setReport(report.setStatus(status).setVersion(1)));
        kafka.send(topics.results(), RegionFixture.PATIENT, event.build().toByteArray());
    }

    private void study(String accession, String studyId) {
        var event = event().setStudyAvailable(
                        StudyAvailable.newBuilder().setImagingStudyId(studyId).setAccessionNumber(accession));
        kafka.send(topics.imaging(), RegionFixture.PATIENT, event.build().toByteArray());
    }

    private static String accessionOf(JsonPath order) {
        return order.getString("identifier.find { it.type.coding[0].code == 'ACSN' }.value");
    }

    @Test
    void shouldTellThatImagesAreAvailableAndCompleteByTheReport() throws Exception {
        // Given
        var order = place(ctChest(UUID.randomUUID().toString()));
        var id = order.getString("id");

        // When
        study(accessionOf(order), "study-1");
        await(() -> "in-progress".equals(taskOf(id).getString("entry[0].resource.status")));
        var withImages = taskOf(id);
        report("final", ReportRef.newBuilder().setReportId("report-1").setOrderId(id));
        await(() -> "completed".equals(statusOf(id)));

        // Then
        assertThat(withImages.getString("entry[0].resource.businessStatus.text"))
                .isEqualTo("images available");
        assertThat(withImages.getString("entry[0].resource.output[0].valueReference.reference"))
                .isEqualTo("ImagingStudy/study-1");
        var ended = taskOf(id);
        assertThat(ended.getString("entry[0].resource.status")).isEqualTo("completed");
        assertThat(ended.getList("entry[0].resource.output.valueReference.reference"))
                .containsExactly("ImagingStudy/study-1", "DiagnosticReport/report-1");
    }

    @Test
    void shouldAddLateImagesToACompletedTaskAndLeaveItCompleted() throws Exception {
        // Given
        var order = place(ctChest(UUID.randomUUID().toString()));
        var id = order.getString("id");
        report("final", ReportRef.newBuilder().setReportId("report-2").setAccessionNumber(accessionOf(order)));
        await(() -> "completed".equals(statusOf(id)));

        // When
        study(accessionOf(order), "study-2");

        // Then
        await(() -> taskOf(id).getList("entry[0].resource.output").size() == 2);
        assertThat(taskOf(id).getString("entry[0].resource.status")).isEqualTo("completed");
        assertThat(statusOf(id)).isEqualTo("completed");
    }

    @Test
    void shouldNotCompleteByAPreliminaryReportNorAReportOfAnotherOrder() throws Exception {
        // Given
        var placer = UUID.randomUUID().toString();
        var id = place(fullBloodCount(placer)).getString("id");

        // When
        report("preliminary", ReportRef.newBuilder().setReportId("r-p").setPlacerNumber(placer));
        report("final", ReportRef.newBuilder().setReportId("r-x").setPlacerNumber("nobody's"));
        var before = statusOf(id);
        report("final", ReportRef.newBuilder().setReportId("r-f").setPlacerNumber(placer));

        // Then
        assertThat(before).isEqualTo("active");
        await(() -> "completed".equals(statusOf(id)));
        assertThat(taskOf(id).getList("entry[0].resource.output.valueReference.reference"))
                .containsExactly("DiagnosticReport/r-f");
    }

    @Test
    void shouldLeaveACancelledOrderCancelledWhenItsReportComes() throws Exception {
        // Given
        var placer = UUID.randomUUID().toString();
        var id = place(fullBloodCount(placer)).getString("id");
        var cancelled = sending(
                        "gp",
                        "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"reason\",\"valueString\":\"wrong test\"}]}")
                .post("/fhir/R4/ServiceRequest/" + id + "/$cancel");

        // When
        report("final", ReportRef.newBuilder().setReportId("r-late").setPlacerNumber(placer));
        kafka.send(topics.results(), "x", new byte[] {1, 2, 3});
        kafka.await(topics.deadLetters(), 1, PATIENCE, record -> true);

        // Then
        assertThat(cancelled.statusCode()).isEqualTo(200);
        assertThat(statusOf(id)).isEqualTo("revoked");
        assertThat(taskOf(id).getString("entry[0].resource.status")).isEqualTo("cancelled");
    }
}
