package org.meridiandx.imaging.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.events.v1.Code;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.contracts.events.v1.ReportAmended;
import org.meridiandx.contracts.events.v1.ReportAvailable;
import org.meridiandx.contracts.events.v1.ReportRef;
import org.meridiandx.imaging.dicom.DicomTag;
import org.meridiandx.imaging.dicom.DicomUid;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.MergeHistory;
import org.meridiandx.testkit.kafka.Events;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.postgres.Rows;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

/// The images of a sensitive report are as closed as the report, also where the region knows no order.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class SensitiveReportIT {
    private static final String LABELS = "select array_to_string(security_labels, ' ') from study where study_uid = ?";
    private static final String KEPT = "select count(*) from report_label where accession_number = ?";
    private static final String WAITING_FOR =
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event = ?";
    private static final String HIV = "urn:example:label|HIV";

    IdentityStandIn identity;
    KafkaProbe kafka;
    Topics topics;
    PostgresDatabase database;

    private final DicomUid study = Images.uid();
    private final String accession = "R" + UUID.randomUUID().toString().substring(0, 8);
    private final DicomWeb pacs = DicomWeb.as("pacs");

    @BeforeEach
    void knowThePatient() {
        identity.reset();
        identity.patients().add("sensitive-2", "9990000018", "1970-01-02");
        identity.access().sealLabelled();
    }

    @Test
    void shouldHideTheStudyOfAReportThatBecomesSensitive() throws InterruptedException {
        // Given
        pacs.store(image(study));
        tell("sensitive-2", report());
        assertThat(statusFor("radiologist")).isEqualTo(200);

        // When
        tellAmended(report("HIV"));

        // Then
        assertThat(rows().await(HIV, LABELS, study.value())).isEqualTo(HIV);
        assertThat(statusFor("radiologist")).isEqualTo(403);
        assertThat(DicomWeb.as("radiologist")
                        .get("/dicom-web/studies?StudyInstanceUID=" + study, "application/dicom+json")
                        .statusCode())
                .isEqualTo(204);
        assertThat(statusFor("pacs")).isEqualTo(200);
    }

    @Test
    void shouldHideAStudyThatComesAfterItsReportFromTheStart() throws InterruptedException {
        // Given
        tell("sensitive-2", report("HIV"));
        assertThat(rows().await("1", KEPT, accession)).isEqualTo("1");

        // When
        pacs.store(image(study));

        // Then
        assertThat(rows().text(LABELS, study.value())).isEqualTo(HIV);
        assertThat(statusFor("radiologist")).isEqualTo(403);
    }

    /// What stores the study has looked for labels and is not yet committed.
    @Test
    void shouldHideTheStudyOfAReportThatIsToldWhileTheStudyIsStored() throws Exception {
        // Given
        CompletableFuture<HttpResponse<byte[]>> stored;
        try (var holder = database.connect()) {
            holder.setAutoCommit(false);
            holder.createStatement().execute("lock table study_modality in exclusive mode");
            stored = CompletableFuture.supplyAsync(() -> pacs.store(image(study)));
            assertThat(rows().await("1", WAITING_FOR, "relation")).isEqualTo("1");

            // When
            tell("sensitive-2", report("HIV"));
            assertThat(rows().await("1", WAITING_FOR, "advisory")).isEqualTo("1");
            holder.rollback();
        }

        // Then
        assertThat(stored.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(rows().await(HIV, LABELS, study.value())).isEqualTo(HIV);
    }

    @Test
    void shouldLeaveTheStudyOfAnotherPatientWithTheSameAccessionNumberOpen() throws InterruptedException {
        // Given
        tell("somebody-else", report("HIV"));
        assertThat(rows().await("1", KEPT, accession)).isEqualTo("1");

        // When
        pacs.store(image(study));
        tell("somebody-else", report("R"));
        var last = Images.uid();
        var lastAccession = "last-" + accession;
        pacs.store(image(last, lastAccession));
        tell("sensitive-2", report(lastAccession, "HIV"));

        // Then
        assertThat(rows().await(HIV, LABELS, last.value())).isEqualTo(HIV);
        assertThat(rows().text(LABELS, study.value())).isEmpty();
        assertThat(statusFor("radiologist")).isEqualTo(200);
    }

    @Test
    void shouldHideTheStudyOnceItsPatientAndThatOfTheReportAreOne() throws InterruptedException {
        // Given
        var history = MergeHistory.ofFour(identity.patients(), "1970-01-02");
        pacs.store(imageOf(history.nhsNumberOf(history.ids().getFirst())));
        tell(history.ids().getLast(), report("HIV"));
        assertThat(rows().await("1", KEPT, accession)).isEqualTo("1");
        assertThat(rows().text(LABELS, study.value())).isEmpty();

        // When
        tellMerged(history);

        // Then
        assertThat(rows().await(HIV, LABELS, study.value())).isEqualTo(HIV);
    }

    /// What stores the study has looked for labels before the merge and is not yet committed.
    @Test
    void shouldHideTheStudyThatIsStoredWhileItsPatientAndThatOfTheReportBecomeOne() throws Exception {
        // Given
        var history = MergeHistory.ofFour(identity.patients(), "1970-01-02");
        var image = imageOf(history.nhsNumberOf(history.ids().getFirst()));
        tell(history.ids().getLast(), report("HIV"));
        assertThat(rows().await("1", KEPT, accession)).isEqualTo("1");
        CompletableFuture<HttpResponse<byte[]>> stored;
        try (var holder = database.connect()) {
            holder.setAutoCommit(false);
            holder.createStatement().execute("lock table study_modality in exclusive mode");
            stored = CompletableFuture.supplyAsync(() -> pacs.store(image));
            assertThat(rows().await("1", WAITING_FOR, "relation")).isEqualTo("1");

            // When
            tellMerged(history);
            assertThat(rows().await("1", WAITING_FOR, "advisory")).isEqualTo("1");
            holder.rollback();
        }

        // Then
        assertThat(stored.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(rows().await(HIV, LABELS, study.value())).isEqualTo(HIV);
    }

    private int statusFor(String persona) {
        return DicomWeb.as(persona).get("/dicom-web/studies/" + study, "*/*").statusCode();
    }

    private byte[] image(DicomUid of) {
        return image(of, accession);
    }

    private static byte[] image(DicomUid of, String number) {
        return Images.file(Images.image(of, Images.uid()).text(DicomTag.ACCESSION_NUMBER, number));
    }

    private byte[] imageOf(String nhsNumber) {
        return Images.file(Images.image(study, Images.uid())
                .text(DicomTag.PATIENT_ID, nhsNumber)
                .text(DicomTag.ACCESSION_NUMBER, accession));
    }

    private void tellMerged(MergeHistory history) {
        var merged = history.merge(history.ids().getLast(), history.ids().getFirst());
        Events.tell(
                kafka,
                topics.identity(),
                history.ids().getLast(),
                Event.newBuilder().setPatientChanged(merged));
    }

    private ReportRef report(String... labels) {
        return labels.length == 0 ? reference(accession).build() : report(accession, labels[0]);
    }

    private static ReportRef report(String number, String label) {
        return reference(number)
                .addSecurityLabels(
                        Code.newBuilder().setSystem("urn:example:label").setCode(label))
                .build();
    }

    private static ReportRef.Builder reference(String number) {
        return ReportRef.newBuilder()
                .setReportId("report-" + number)
                .setVersion(1)
                .setAccessionNumber(number)
                .setStatus("final");
    }

    private void tell(String patientId, ReportRef report) {
        var fact = ReportAvailable.newBuilder().setReport(report);
        Events.tell(kafka, topics.results(), patientId, Event.newBuilder().setReportAvailable(fact));
    }

    private void tellAmended(ReportRef report) {
        var fact = ReportAmended.newBuilder().setReport(report).setSupersedesVersion(1);
        Events.tell(kafka, topics.results(), "sensitive-2", Event.newBuilder().setReportAmended(fact));
    }

    private Rows rows() {
        return new Rows(database);
    }
}
