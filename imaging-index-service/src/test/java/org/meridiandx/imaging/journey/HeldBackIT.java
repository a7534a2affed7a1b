package org.meridiandx.imaging.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.contracts.events.v1.OrderPlaced;
import org.meridiandx.contracts.events.v1.OrderRef;
import org.meridiandx.contracts.events.v1.PatientChanged;
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

/// Whose a study is: contradictions are told to the sender, and what becomes known later is
/// followed.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class HeldBackIT {
    private static final String NUMBER = "9990000018";
    private static final String OTHER_NUMBER = "9990000026";
    /// Its digits are random and may spell anything.
    private static final Pattern UID = Pattern.compile("2\\.25\\.[0-9]+");
    private static final String PATIENT = "select patient_id from study where study_uid = ?";
    private static final String STATE = "select match_state from study where study_uid = ?";
    private static final String ORDER = "select order_id from study where study_uid = ?";

    IdentityStandIn identity;
    KafkaProbe kafka;
    Topics topics;
    PostgresDatabase database;

    private final DicomUid study = Images.uid();
    private final String accession = "H" + UUID.randomUUID().toString().substring(0, 8);
    private final DicomWeb pacs = DicomWeb.as("pacs");

    @BeforeEach
    void knowTwoPatients() {
        identity.reset();
        identity.patients().add("held-1", NUMBER, "1970-01-02");
        identity.patients().add("held-2", OTHER_NUMBER, "1970-01-02");
    }

    @Test
    void shouldTellTheSenderThatTheStudyWaitsAndWhyButNotWhoseItIs() {
        // Given
        order("held-2", "RX903");
        var image = image(NUMBER);
        var other = Images.file(Images.image(Images.uid(), Images.uid()));

        // When
        var stored = pacs.store(image);
        var again = pacs.store(image, other);

        // Then
        assertThat(stored.statusCode()).isEqualTo(202);
        assertHeld(stored, "NHS number", 0);
        assertThat(again.statusCode()).isEqualTo(202);
        assertHeld(again, "NHS number", 0);
        assertThat(DicomWeb.json(again).at("/00081199/Value")).hasSize(2);
        assertThat(DicomWeb.json(again).at("/00081199/Value/1").has("00081196")).isFalse();
        assertThat(pacs.get("/dicom-web/studies?StudyInstanceUID=" + study, "*/*")
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void shouldTellOfABirthDateThatDiffers() {
        // Given
        var image = Images.image(study, Images.uid()).text(DicomTag.PATIENT_BIRTH_DATE, "19811111");

        // When
        var stored = pacs.store(Images.file(image));

        // Then
        assertThat(stored.statusCode()).isEqualTo(202);
        assertHeld(stored, "birth date", 0);
    }

    @Test
    void shouldTakeAnAccessionNumberOfStrangersForACoincidence() {
        // Given
        order("held-2", "RX901"); // the sender, RX903, has no part in it

        // When
        var stored = pacs.store(image(NUMBER));

        // Then
        assertThat(stored.statusCode()).isEqualTo(200);
        assertThat(rows().text(PATIENT, study.value())).isEqualTo("held-1");
        assertThat(rows().text(ORDER, study.value())).isEmpty();
    }

    @Test
    void shouldFindTheOrderThatIsPlacedAfterTheStudyCame() throws Exception {
        // Given
        pacs.store(image("LOCAL7"));
        assertThat(rows().text(STATE, study.value())).isEqualTo("unmatched");

        // When
        var placed = order("held-1", "RX903");
        tell("held-1", placed);

        // Then
        assertThat(rows().await("order-" + accession, ORDER, study.value())).isEqualTo("order-" + accession);
        assertThat(rows().text(PATIENT, study.value())).isEqualTo("held-1");
        var shown = DicomWeb.json(
                DicomWeb.as("gp").get("/fhir/R4/ImagingStudy?basedon=ServiceRequest/order-" + accession, "*/*"));
        assertThat(shown.at("/entry")).hasSize(1);
    }

    @Test
    void shouldLeaveATraceWhereAStudyIsGivenItsPatientLater() throws Exception {
        // Given
        pacs.store(image("LOCAL8"));
        var id = rows().text("select id from study where study_uid = ?", study.value());

        // When
        tell("held-1", order("held-1", "RX903"));

        // Then
        assertThat(rows().await("held-1", PATIENT, study.value())).isEqualTo("held-1");
        var told = kafka.await(topics.audit(), 1, Duration.ofSeconds(20), record -> {
            var entry = Events.read(record.value()).getAudit();
            return entry.getResourceIdsList().contains(id)
                    && entry.getInteraction().equals("update");
        });
        var event = Events.read(told.getFirst().value());
        assertThat(event.getPatientId()).isEqualTo("held-1");
        assertThat(event.getAudit().getClientId()).isEqualTo("imaging-index-service");
    }

    @Test
    void shouldHoldBackAStudyThatALaterOrderContradicts() throws Exception {
        // Given
        pacs.store(image(NUMBER));
        assertThat(rows().text(STATE, study.value())).isEqualTo("matched");

        // When
        tell("held-2", order("held-2", "RX903"));

        // Then
        assertThat(rows().await("clash", STATE, study.value())).isEqualTo("clash");
        assertThat(pacs.get("/dicom-web/studies?StudyInstanceUID=" + study, "*/*")
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void shouldMoveEveryStudyOfAPatientWhoIsMerged() throws Exception {
        // Given
        identity.patients().add("held-many", "9990000034", "1970-01-02");
        var images = new byte[203][];
        for (var i = 0; i < images.length; i++) {
            images[i] = Images.file(Images.image(Images.uid(), Images.uid()).text(DicomTag.PATIENT_ID, "9990000034"));
        }
        assertThat(pacs.store(images).statusCode()).isEqualTo(200);

        // When
        var history = new MergeHistory(identity.patients(), List.of("held-many", "held-1"));
        tellOf("held-many", history.merge("held-many", "held-1"));

        // Then
        var count = "select count(*) from study where patient_id = ?";
        assertThat(rows().await("0", count, "held-many")).isEqualTo("0");
        assertThat(rows().number(count, "held-1")).isGreaterThanOrEqualTo(203);
    }

    private static void assertHeld(HttpResponse<byte[]> answer, String why, int item) {
        var stored = DicomWeb.json(answer).at("/00081199/Value/" + item);
        assertThat(stored.at("/00081196/Value/0").asInt()).isEqualTo(0xB0C0);
        assertThat(stored.at("/00000902/Value/0").asText()).contains("held back", why);
        assertThat(answer.headers().firstValue("Warning"))
                .hasValueSatisfying(text -> assertThat(text).contains("1 of", "held back", why));
        assertThat(UID.matcher(new String(answer.body(), StandardCharsets.UTF_8))
                        .replaceAll(""))
                .doesNotContain(NUMBER, OTHER_NUMBER, "held-1", "held-2", "EXAMPLE", "1970");
    }

    private byte[] image(String patientId) {
        return Images.file(Images.image(study, Images.uid())
                .text(DicomTag.PATIENT_ID, patientId)
                .text(DicomTag.ACCESSION_NUMBER, accession));
    }

    private OrderRef order(String patientId, String performer) {
        var order = OrderRef.newBuilder()
                .setOrderId("order-" + accession)
                .setAccessionNumber(accession)
                .setRequester("Y90001")
                .setPerformer(performer)
                .build();
        identity.orders().add(order, patientId, "active");
        return order;
    }

    private void tell(String patientId, OrderRef order) {
        Events.tell(
                kafka,
                topics.orders(),
                patientId,
                Event.newBuilder().setOrderPlaced(OrderPlaced.newBuilder().setOrder(order)));
    }

    private void tellOf(String patientId, PatientChanged fact) {
        Events.tell(kafka, topics.identity(), patientId, Event.newBuilder().setPatientChanged(fact));
    }

    private Rows rows() {
        return new Rows(database);
    }
}
