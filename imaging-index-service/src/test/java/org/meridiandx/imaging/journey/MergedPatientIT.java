package org.meridiandx.imaging.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.contracts.events.v1.OrderRef;
import org.meridiandx.contracts.events.v1.PatientChanged;
import org.meridiandx.directory.standing.PatientFollower;
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

/// Studies go with their patient's record, and come back with it.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class MergedPatientIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PATIENT = "select patient_id from study where study_uid = ?";
    private static final String MOVING = "select count(*) from patient_standing where is_moving";
    private static final String WITH = "select count(*) from study where patient_id = ?";

    IdentityStandIn identity;
    KafkaProbe kafka;
    Topics topics;
    PostgresDatabase database;

    @Inject
    PatientFollower follower;

    private final DicomWeb pacs = DicomWeb.as("pacs");
    private MergeHistory history;
    private List<String> ids = List.of();

    @BeforeEach
    void know() {
        identity.reset();
        history = MergeHistory.ofFour(identity.patients(), "1970-01-02");
        ids = history.ids();
    }

    @Test
    void shouldGiveStudiesToTheSurvivorAndBack() throws Exception {
        // Given
        var study = record(ids.get(0));
        var survivorsOwn = record(ids.get(1));
        var read = "/fhir/R4/ImagingStudy?patient=";

        // When
        tell(ids.get(0), history.merge(ids.get(0), ids.get(1)));

        // Then
        assertThat(rows().await(ids.get(1), PATIENT, study.value())).isEqualTo(ids.get(1));
        var merged = DicomWeb.json(DicomWeb.as("gp").get(read + ids.get(0), "*/*"));
        assertThat(merged.at("/entry")).hasSize(2);
        assertThat(merged.findValuesAsText("reference")).contains("Patient/" + ids.get(1));
        assertThat(merged.findValuesAsText("versionId")).contains("2");
        kafka.await(topics.imaging(), 1, PATIENCE, message -> isOf(message.value(), study, ids.get(1)));

        // When
        tell(ids.get(0), history.unmerge(ids.get(0)));

        // Then
        assertThat(rows().await(ids.get(0), PATIENT, study.value())).isEqualTo(ids.get(0));
        assertThat(rows().text(PATIENT, survivorsOwn.value())).isEqualTo(ids.get(1));
        var parted = DicomWeb.json(DicomWeb.as("gp").get(read + ids.get(0), "*/*"));
        assertThat(parted.at("/entry")).hasSize(1);
    }

    @Test
    void shouldTakeAStudyBackWithTheOrderThatItAnswers() throws Exception {
        // Given
        var accession = "M" + UUID.randomUUID().toString().substring(0, 8);
        hear(history.merge(ids.get(0), ids.get(1)));
        identity.orders()
                .add(
                        OrderRef.newBuilder()
                                .setOrderId("order-" + accession)
                                .setAccessionNumber(accession)
                                .setRequester("Y90001")
                                .setPerformer("RX903")
                                .build(),
                        ids.get(0),
                        "active");
        var study = Images.uid();
        var image = Images.image(study, Images.uid())
                .text(DicomTag.PATIENT_ID, "")
                .text(DicomTag.ACCESSION_NUMBER, accession);

        // When
        pacs.store(Images.file(image));

        // Then
        assertThat(rows().text(PATIENT, study.value())).isEqualTo(ids.get(1));

        // When
        hear(history.unmerge(ids.get(0)));

        // Then
        assertThat(rows().await(ids.get(0), PATIENT, study.value())).isEqualTo(ids.get(0));
    }

    @Test
    void shouldEndAsTheRegistryStandsWhateverHappensInWhateverOrder() throws Exception {
        for (var seed = 0; seed < 12; seed++) {
            know();
            var chance = new Random(seed);
            var studies = new ArrayList<DicomUid>();
            var recorded = new ArrayList<String>();

            // When
            history.play(
                    chance,
                    id -> {
                        recorded.add(id);
                        studies.add(record(id));
                    },
                    this::hear);

            // Then
            assertThat(rows().await("0", MOVING)).isEqualTo("0");
            for (var i = 0; i < studies.size(); i++) {
                assertThat(rows().text(PATIENT, studies.get(i).value()))
                        .as("study %s, seed %s", i, seed)
                        .isEqualTo(history.patientOf(recorded.get(i)));
            }
            for (var id : ids) {
                var shown = DicomWeb.json(DicomWeb.as("gp").get("/fhir/R4/ImagingStudy?patient=" + id, "*/*"));
                assertThat(String.valueOf(shown.path("entry").size()))
                        .isEqualTo(rows().text(WITH, history.patientOf(id)));
            }
        }
    }

    private DicomUid record(String id) {
        var study = Images.uid();
        var image = Images.image(study, Images.uid()).text(DicomTag.PATIENT_ID, history.nhsNumberOf(id));
        assertThat(pacs.store(Images.file(image)).statusCode()).isEqualTo(200);
        return study;
    }

    private void tell(String patientId, PatientChanged fact) {
        Events.tell(kafka, topics.identity(), patientId, Event.newBuilder().setPatientChanged(fact));
    }

    private void hear(PatientChanged fact) {
        follower.hear(fact).await().atMost(PATIENCE);
    }

    private Rows rows() {
        return new Rows(database);
    }

    private static boolean isOf(byte[] bytes, DicomUid study, String patientId) {
        var event = Events.read(bytes);
        return event.getStudyAvailable().getStudyInstanceUid().equals(study.value())
                && event.getPatientId().equals(patientId);
    }
}
