package org.meridiandx.order.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.RegionFixture.as;
import static org.meridiandx.order.RegionFixture.await;
import static org.meridiandx.order.RegionFixture.ctChest;
import static org.meridiandx.order.RegionFixture.fullBloodCount;
import static org.meridiandx.order.RegionFixture.placeId;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.contracts.events.v1.ReportAmended;
import org.meridiandx.contracts.events.v1.ReportAvailable;
import org.meridiandx.contracts.events.v1.ReportRef;
import org.meridiandx.contracts.events.v1.StudyAvailable;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.kafka.Events;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.postgres.Rows;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

/// Studies and reports in any order, and more than once.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class EarlyFactIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    IdentityStandIn identity;
    KafkaProbe kafka;
    Topics topics;
    PostgresDatabase database;

    @BeforeEach
    void knowOnePatient() {
        RegionFixture.knowOnePatient(identity);
    }

    private int waiting(String eventId) {
        return new Rows(database).number("select count(*) from waiting_fact where event_id = ?", eventId);
    }

    private static JsonPath order(String id) {
        return as("gp").get("/fhir/R4/ServiceRequest/" + id).jsonPath();
    }

    private static JsonPath task(String id) {
        return as("gp").get("/fhir/R4/Task?focus=ServiceRequest/" + id).jsonPath();
    }

    private static List<String> outputs(String id) {
        var found = task(id).<String>getList("entry[0].resource.output.valueReference.reference");
        return found == null ? List.of() : found;
    }

    private static Event event(String patient, ReportRef.Builder report) {
        return Event.newBuilder()
                .setId(UUID.randomUUID().toString())
                .setPatientId(patient)
                .setReportAvailable(ReportAvailable.newBuilder()
                        .setReport(report.setStatus("final").setVersion(1)))
                .build();
    }

    private static Event study(String accession, String studyId) {
        return Event.newBuilder()
                .setId(UUID.randomUUID().toString())
                .setPatientId(RegionFixture.PATIENT)
                .setStudyAvailable(
                        StudyAvailable.newBuilder().setImagingStudyId(studyId).setAccessionNumber(accession))
                .build();
    }

    private void tell(Event event) {
        var topic = event.hasStudyAvailable() ? topics.imaging() : topics.results();
        kafka.send(topic, event.getPatientId(), event.toByteArray());
    }

    private static String imagingOrder(String accession) {
        return ctChest(UUID.randomUUID().toString()).replaceFirst("\"identifier\":\\[", """
                        "identifier":[{"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203",
                        "code":"ACSN"}]},"value":"%s"},""".formatted(accession));
    }

    @Test
    void shouldCompleteAnOrderWhoseReportCameFirst() throws Exception {
        // Given
        var placer = UUID.randomUUID().toString();
        var report = event(
                RegionFixture.PATIENT,
                ReportRef.newBuilder().setReportId("early").setPlacerNumber(placer));
        tell(report);
        await(() -> waiting(report.getId()) == 1);

        // When
        var id = placeId(fullBloodCount(placer));

        // Then
        await(() -> "completed".equals(order(id).getString("status")));
        assertThat(outputs(id)).containsExactly("DiagnosticReport/early");
        await(() -> waiting(report.getId()) == 0);
    }

    @Test
    void shouldNotGiveAnEarlyReportToTheOrderOfAnotherPatient() throws Exception {
        // Given
        var placer = UUID.randomUUID().toString();
        var other = event(
                "somebody-else", ReportRef.newBuilder().setReportId("other").setPlacerNumber(placer));
        tell(other);
        await(() -> waiting(other.getId()) == 1);
        var second = UUID.randomUUID().toString();
        var mine = event(
                RegionFixture.PATIENT,
                ReportRef.newBuilder().setReportId("mine").setPlacerNumber(second));
        tell(mine);
        await(() -> waiting(mine.getId()) == 1);

        // When
        var id = placeId(fullBloodCount(placer));
        var control = placeId(fullBloodCount(second));

        // Then
        await(() -> "completed".equals(order(control).getString("status")));
        assertThat(order(id).getString("status")).isEqualTo("active");
        assertThat(waiting(other.getId())).isOne();
    }

    @Test
    void shouldShowImagesThatCameBeforeTheirOrder() throws Exception {
        // Given
        var accession = "E" + UUID.randomUUID().toString().substring(0, 12);
        var early = study(accession, "early-study");
        tell(early);
        await(() -> waiting(early.getId()) == 1);

        // When
        var id = placeId(imagingOrder(accession));

        // Then
        await(() -> outputs(id).contains("ImagingStudy/early-study"));
        assertThat(task(id).getString("entry[0].resource.businessStatus.text")).isEqualTo("images available");
        assertThat(order(id).getString("status")).isEqualTo("active");
    }

    @Test
    void shouldNotLookAgainAndAgainForAFactThatNamesTwoOrders() throws Exception {
        // Given
        var placer = UUID.randomUUID().toString();
        var one = placeId(fullBloodCount(placer));
        var other = placeId(fullBloodCount(placer).replace("urn:example:gp", "urn:example:other"));
        var eventId = UUID.randomUUID().toString();

        // When
        keep(eventId, placer);

        // Then
        await(() -> waiting(eventId) == 0);
        assertThat(List.of(order(one).getString("status"), order(other).getString("status")))
                .containsOnly("active");
    }

    private void keep(String eventId, String placer) {
        new Rows(database)
                .execute(
                        "insert into waiting_fact (topic, event_id, kind, subject_id, order_id, placer, patient_id, code)"
                                + " values (?, ?, 'REPORT', 'report-1', '', ?, ?, '')",
                        topics.results(),
                        eventId,
                        placer,
                        RegionFixture.PATIENT);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldEndAlikeInEveryOrderOfFacts(boolean isBackwards) throws Exception {
        // Given
        var accession = "O" + UUID.randomUUID().toString().substring(0, 12);
        var id = placeId(imagingOrder(accession));
        var facts = new ArrayList<>(List.of(
                study(accession, "s1"),
                study(accession, "s2"),
                event(
                        RegionFixture.PATIENT,
                        ReportRef.newBuilder().setReportId("r1").setAccessionNumber(accession))));
        if (isBackwards) {
            Collections.reverse(facts);
        }

        // When
        facts.forEach(this::tell);
        facts.forEach(this::tell);

        // Then
        await(() -> outputs(id).size() == 3);
        assertThat(outputs(id)).containsExactlyInAnyOrder("ImagingStudy/s1", "ImagingStudy/s2", "DiagnosticReport/r1");
        await(() -> "completed".equals(order(id).getString("status")));
        assertThat(task(id).getString("entry[0].resource.status")).isEqualTo("completed");
    }

    @Test
    void shouldTellOfACompletionOnceHoweverOftenItIsReported() throws Exception {
        // Given
        var placer = UUID.randomUUID().toString();
        var id = placeId(fullBloodCount(placer));
        var report = event(
                RegionFixture.PATIENT,
                ReportRef.newBuilder().setReportId("once").setPlacerNumber(placer));
        var amended = Event.newBuilder()
                .setId(UUID.randomUUID().toString())
                .setPatientId(RegionFixture.PATIENT)
                .setReportAmended(ReportAmended.newBuilder()
                        .setReport(ReportRef.newBuilder()
                                .setReportId("amended")
                                .setPlacerNumber(placer)
                                .setStatus("amended")))
                .build();

        // When
        tell(report);
        tell(report);
        tell(amended);

        // Then
        await(() -> outputs(id).size() == 2);
        assertThat(order(id).getString("meta.versionId")).isEqualTo("2");
        assertThat(kafka.await(topics.orders(), 1, PATIENCE, record -> completes(record.value(), id)))
                .hasSize(1);
        assertThat(kafka.records(topics.orders()).stream().filter(record -> completes(record.value(), id)))
                .hasSize(1);
    }

    private static boolean completes(byte[] value, String id) {
        return Events.read(value).getOrderCompleted().getOrder().getOrderId().equals(id);
    }
}
