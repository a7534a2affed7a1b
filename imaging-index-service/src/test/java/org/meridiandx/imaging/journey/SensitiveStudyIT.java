package org.meridiandx.imaging.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.api.v1.FindOrderRequest;
import org.meridiandx.contracts.events.v1.Code;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.contracts.events.v1.OrderChanged;
import org.meridiandx.contracts.events.v1.OrderRef;
import org.meridiandx.imaging.dicom.DicomTag;
import org.meridiandx.imaging.dicom.DicomUid;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.kafka.Events;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.postgres.Rows;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

/// The images of a sensitive order are as closed as the order, at every door.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class SensitiveStudyIT {
    private static final String JSON = "application/dicom+json";
    private static final String LABELS = "select array_to_string(security_labels, ' ') from study where study_uid = ?";
    private static final String KNOWN = "select labels_known::text from study where study_uid = ?";
    /// Studies without labels from long ago, each the n-th of so many orders.
    private static final String MANY_OLD = """
            insert into study (id, version, last_updated, content, study_uid, custodian, match_state, attributes,
                order_id, match_checked_at, labels_known)
            select ? || n, 1, now(), '', ? || n, ?, 'matched', '', ? || n % ?, '2020-01-01', false
            from generate_series(1, ?) n""";
    private static final String FORGET = "delete from study where custodian = ?";
    private static final String WAITING = "select count(*) from study where custodian = ? and not labels_known";
    private static final String INDEXING_WAITS =
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";

    IdentityStandIn identity;
    KafkaProbe kafka;
    Topics topics;
    PostgresDatabase database;

    private final DicomUid study = Images.uid();
    private final DicomUid series = Images.uid();
    private final DicomUid instance = Images.uid();
    private final String accession = "S" + UUID.randomUUID().toString().substring(0, 8);
    private final DicomWeb pacs = DicomWeb.as("pacs");

    @BeforeEach
    void knowThePatient() {
        identity.reset();
        identity.patients().add("sensitive-1", "9990000018", "1970-01-02");
        identity.access().sealLabelled();
    }

    @Test
    void shouldHideTheStudyOfASensitiveOrderAsTheOrderIsHidden() {
        // Given
        order("HIV");

        // When
        var stored = pacs.store(image());

        // Then
        assertThat(stored.statusCode()).isEqualTo(200);
        assertThat(rows().text(LABELS, study.value())).isEqualTo("urn:example:label|HIV");
        assertIsOpenTo(DicomWeb.as("gp"));
        assertIsClosedTo(DicomWeb.as("radiologist"));
        assertThat(identity.access().asked().getLast().getQuestionsList())
                .allSatisfy(question -> assertThat(question.getLabelsList()).containsExactly("HIV"));
    }

    @Test
    void shouldHideTheStudyOfAnOrderThatBecomesSensitive() throws InterruptedException {
        // Given
        order();
        pacs.store(image());
        assertIsOpenTo(DicomWeb.as("radiologist"));

        // When
        tellChanged(ref(accession, "R"));

        // Then
        assertThat(rows().await("urn:example:label|R", LABELS, study.value())).isEqualTo("urn:example:label|R");
        assertIsClosedTo(DicomWeb.as("radiologist"));
        assertIsOpenTo(DicomWeb.as("gp"));
    }

    @Test
    void shouldHideTheStudyOfAnOrderThatBecomesSensitiveBeforeItsStudyIsCommitted() throws Exception {
        // Given
        order();
        var later = "later-" + accession;
        var marker = Images.uid();
        identity.orders().add(ref(later), "sensitive-1", "active");
        pacs.store(image(marker, later));

        // When
        CompletableFuture<HttpResponse<byte[]>> stored;
        try (var holder = database.connect()) {
            holder.setAutoCommit(false);
            hold(holder);
            stored = CompletableFuture.supplyAsync(() -> pacs.store(image()));
            assertThat(rows().await("1", INDEXING_WAITS)).isEqualTo("1");
            identity.orders().reset();
            order("R");
            tellChanged(ref(accession, "R"));
            tellChanged(ref(later, "R"));
            assertThat(rows().await("urn:example:label|R", LABELS, marker.value()))
                    .isEqualTo("urn:example:label|R");
            holder.rollback();
        }

        // Then
        assertThat(stored.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(rows().await("urn:example:label|R", LABELS, study.value())).isEqualTo("urn:example:label|R");
        assertIsClosedTo(DicomWeb.as("radiologist"));
    }

    @Test
    void shouldLabelWhatCameInBeforeLabelsWereKept() throws InterruptedException {
        // Given
        order("HIV");
        pacs.store(image());

        // When
        forgetLabels(study);

        // Then
        assertThat(rows().await("urn:example:label|HIV", LABELS, study.value())).isEqualTo("urn:example:label|HIV");
        assertThat(rows().await("true", KNOWN, study.value())).isEqualTo("true");
    }

    @Test
    void shouldLabelTheOthersWhereOneStudyCannotBe() throws InterruptedException {
        // Given
        order("HIV");
        var broken = Images.uid();
        var other = "broken-" + accession;
        identity.orders().add(ref(other, "HIV"), "sensitive-1", "active");
        pacs.store(image(broken, other));
        pacs.store(image());
        awaitKnown(broken);
        awaitKnown(study);
        rows().execute("""
                create function refuse() returns trigger language plpgsql as
                $$ begin if new.study_uid = '%s' then raise 'broken'; end if; return new; end $$""".formatted(broken));
        rows().execute(
                        "create trigger refuse before update of content on study for each row execute function refuse()");

        // When
        forgetLabels(broken);
        rows().execute(
                        "update study set match_checked_at = now() + interval '1 hour' where study_uid = ?",
                        broken.value());
        forgetLabels(study);

        // Then
        try {
            assertThat(rows().await("urn:example:label|HIV", LABELS, study.value()))
                    .isEqualTo("urn:example:label|HIV");
            assertThat(rows().text(LABELS, broken.value())).isEmpty();
        } finally {
            rows().execute("drop function refuse() cascade");
        }
        assertThat(rows().await("urn:example:label|HIV", LABELS, broken.value()))
                .isEqualTo("urn:example:label|HIV");
    }

    /// Far more than are asked for in one round.
    @Test
    void shouldNotKeepANewStudyWaitingBehindOldOnes() throws InterruptedException {
        // Given
        order("HIV");
        rows().execute(MANY_OLD, accession, accession, accession, accession, 1000, 1000);

        // When
        pacs.store(image());

        // Then
        try {
            assertThat(rows().await("true", KNOWN, study.value())).isEqualTo("true");
            assertThat(rows().number(WAITING, accession)).isPositive();
        } finally {
            rows().execute(FORGET, accession);
        }
    }

    @Test
    void shouldAskForEachOrderOnce() throws InterruptedException {
        // When
        rows().execute(MANY_OLD, accession, accession, accession, accession, 1, 150);

        // Then
        try {
            assertThat(rows().await("0", WAITING, accession)).isEqualTo("0");
            assertThat(identity.orders().asked())
                    .filteredOn(asked -> asked.getOrderId().equals(accession + "0"))
                    .hasSize(1);
        } finally {
            rows().execute(FORGET, accession);
        }
    }

    @Test
    void shouldAskForNoOtherOrderWhereNobodyAnswers() throws InterruptedException {
        // Given
        identity.orders().unavailable(true);

        rows().execute(MANY_OLD, accession, accession, accession, accession, 100, 100);
        var before = askedById().size();

        // When
        var end = Instant.now().plusSeconds(30);
        while (askedById().size() == before && Instant.now().isBefore(end)) {
            Thread.sleep(100);
        }
        Thread.sleep(1_000);

        // Then
        try {
            assertThat(askedById()).hasSizeBetween(before + 1, before + 4);
        } finally {
            rows().execute(FORGET, accession);
        }
    }

    private Set<String> askedById() {
        return identity.orders().asked().stream()
                .map(FindOrderRequest::getOrderId)
                .filter(orderId -> !orderId.isEmpty())
                .collect(Collectors.toSet());
    }

    @Test
    void shouldLetNobodyElseAddToASensitiveStudy() {
        // Given
        order("HIV");
        pacs.store(image());

        // When
        var added = DicomWeb.as("radiologist").store(Images.file(Images.image(study, series)));

        // Then
        assertThat(added.statusCode()).isIn(403, 409);
    }

    @Test
    void shouldShowNoImagesWhereTheyWouldHaveToBeMasked() {
        // Given
        order();
        pacs.store(image());
        identity.access().mask("Y90099", "sensitive-1");
        var stranger = DicomWeb.as("stranger");

        // When
        var fhir = stranger.get("/fhir/R4/ImagingStudy?identifier=" + study, "*/*");

        // Then
        for (var door : retrievals()) {
            assertThat(stranger.get(door, "*/*").statusCode()).as(door).isEqualTo(403);
        }
        for (var door : searches()) {
            assertThat(stranger.get(door, JSON).statusCode()).as(door).isEqualTo(204);
        }
        assertThat(new String(fhir.body(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("SUBSETTED")
                .doesNotContain("\"modality\"")
                .doesNotContain("\"description\"");
    }

    private void assertIsOpenTo(DicomWeb caller) {
        for (var door : retrievals()) {
            assertThat(caller.get(door, "*/*").statusCode()).as(door).isEqualTo(200);
        }
        for (var door : searches()) {
            assertThat(caller.getJson(door)).as(door).hasSize(1);
        }
        assertThat(found(caller)).isEqualTo(1);
    }

    private void assertIsClosedTo(DicomWeb caller) {
        var id = DicomWeb.json(DicomWeb.as("gp").get("/fhir/R4/ImagingStudy?identifier=" + study, "*/*"))
                .at("/entry/0/resource/id")
                .asText();
        for (var door : retrievals()) {
            assertThat(caller.get(door, "*/*").statusCode()).as(door).isEqualTo(403);
        }
        for (var door : searches()) {
            assertThat(caller.get(door, JSON).statusCode()).as(door).isEqualTo(204);
        }
        assertThat(found(caller)).isZero();
        assertThat(caller.get("/fhir/R4/ImagingStudy/" + id, "*/*").statusCode())
                .isEqualTo(403);
    }

    private int found(DicomWeb caller) {
        return DicomWeb.json(caller.get("/fhir/R4/ImagingStudy?identifier=" + study, "*/*"))
                .at("/entry")
                .size();
    }

    private List<String> retrievals() {
        var url = "/dicom-web/studies/" + study;
        var image = url + "/series/" + series + "/instances/" + instance;
        return List.of(url, url + "/metadata", url + "/series/" + series, image, image + "/frames/1");
    }

    private List<String> searches() {
        return List.of(
                "/dicom-web/studies?StudyInstanceUID=" + study,
                "/dicom-web/series?SeriesInstanceUID=" + series,
                "/dicom-web/instances?SOPInstanceUID=" + instance,
                "/dicom-web/studies/" + study + "/instances");
    }

    private byte[] image() {
        return Images.file(Images.image(study, series)
                .uid(DicomTag.SOP_INSTANCE_UID, instance)
                .text(DicomTag.ACCESSION_NUMBER, accession));
    }

    private static byte[] image(DicomUid other, String number) {
        return Images.file(Images.image(other, Images.uid()).text(DicomTag.ACCESSION_NUMBER, number));
    }

    /// Another transaction that is about to insert the same study: indexing waits for its end.
    private void hold(Connection holder) throws SQLException {
        try (var insert = holder.prepareStatement("""
                insert into study (id, version, last_updated, content, study_uid, custodian, match_state, attributes)
                values (?, 0, now(), '', ?, 'RX903', 'unmatched', '')""")) {
            insert.setString(1, UUID.randomUUID().toString());
            insert.setString(2, study.value());
            insert.executeUpdate();
        }
    }

    /// Only once they are known: else what the service is about to write makes them known again.
    private void forgetLabels(DicomUid of) throws InterruptedException {
        awaitKnown(of);
        rows().execute("update study set security_labels = '{}', labels_known = false where study_uid = ?", of.value());
    }

    private void awaitKnown(DicomUid of) throws InterruptedException {
        assertThat(rows().await("true", KNOWN, of.value())).isEqualTo("true");
    }

    private void order(String... labels) {
        identity.orders().add(ref(accession, labels), "sensitive-1", "active");
    }

    private void tellChanged(OrderRef order) {
        Events.tell(
                kafka,
                topics.orders(),
                "sensitive-1",
                Event.newBuilder()
                        .setOrderChanged(
                                OrderChanged.newBuilder().setOrder(order).setStatus("active")));
    }

    private static OrderRef ref(String number, String... labels) {
        var order = OrderRef.newBuilder()
                .setOrderId("order-" + number)
                .setAccessionNumber(number)
                .setRequester("Y90001")
                .setPerformer("RX903");
        for (var label : labels) {
            order.addSecurityLabels(
                    Code.newBuilder().setSystem("urn:example:label").setCode(label));
        }
        return order.build();
    }

    private Rows rows() {
        return new Rows(database);
    }
}
