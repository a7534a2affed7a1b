package org.meridiandx.imaging.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.imaging.dicom.DicomTag;
import org.meridiandx.imaging.dicom.DicomUid;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.Persona;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.kafka.Events;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

/// Every door asks who it is, and none tells more than the decision covers.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class RightsIT {
    private static final String JSON = "application/dicom+json";

    IdentityStandIn identity;
    KafkaProbe kafka;
    Topics topics;

    private final DicomUid study = Images.uid();
    private final DicomUid series = Images.uid();
    private final DicomUid instance = Images.uid();
    private final DicomWeb pacs = DicomWeb.as("pacs");

    @BeforeEach
    void keepAStudy() {
        identity.reset();
        identity.patients().add("pat-own", "9990000018", "1970-01-02");
        identity.patients().add("pat-other", "9990000026", "1970-01-02");
        pacs.store(Images.file(Images.image(study, series).uid(DicomTag.SOP_INSTANCE_UID, instance)));
        identity.access().denyByDefault();
    }

    @Test
    void shouldAnswerAStrangerAlikeWhetherTheStudyIsHereOrNot() {
        // Given
        var stranger = DicomWeb.as("stranger");
        var clash = Images.uid();
        pacs.store(Images.file(Images.image(clash, series).text(DicomTag.PATIENT_BIRTH_DATE, "19811111")));

        for (var door : retrievals("{study}")) {
            // When
            var here = stranger.get(door.replace("{study}", study.value()), "*/*");
            var absent = stranger.get(door.replace("{study}", Images.uid().value()), "*/*");
            var held = stranger.get(door.replace("{study}", clash.value()), "*/*");

            // Then
            assertThat(here.statusCode()).as(door).isEqualTo(403);
            assertThat(bodyOf(absent)).as(door).isEqualTo(bodyOf(here));
            assertThat(bodyOf(held)).as(door).isEqualTo(bodyOf(here));
            assertThat(absent.statusCode()).as(door).isEqualTo(403);
            assertThat(held.statusCode()).as(door).isEqualTo(403);
            assertThat(absent.headers().map().keySet())
                    .as(door)
                    .isEqualTo(here.headers().map().keySet());
        }
    }

    @Test
    void shouldSayWhatIsMissingWithinAStudyThatTheCallerMaySee() {
        // When
        var noSeries = pacs.get("/dicom-web/studies/" + study + "/series/" + Images.uid(), "*/*");
        var noFrame = pacs.get(instanceUrl(study.value()) + "/frames/2", "*/*");
        var noElement = pacs.get(instanceUrl(study.value()) + "/bulkdata/00091001", "*/*");

        // Then
        assertThat(List.of(noSeries.statusCode(), noFrame.statusCode(), noElement.statusCode()))
                .containsOnly(404);
    }

    @Test
    void shouldShowPatientsTheirOwnAtEveryDoor() {
        // Given
        var self = patient("pat-own");

        // Then
        for (var door : retrievals(study.value())) {
            assertThat(self.get(door, "*/*").statusCode()).as(door).isEqualTo(200);
        }
        for (var door : searches()) {
            assertThat(self.getJson(door)).as(door).hasSize(1);
        }
        var bundle = DicomWeb.json(self.get("/fhir/R4/ImagingStudy?patient=pat-own", "*/*"));
        assertThat(bundle.at("/entry")).isNotEmpty();
        var id = bundle.at("/entry/0/resource/id").asText();
        assertThat(self.get("/fhir/R4/ImagingStudy/" + id, "*/*").statusCode()).isEqualTo(200);
    }

    /// What a report says a patient is shown by result-service, once it is released.
    @ParameterizedTest
    @ValueSource(strings = {"88.11", "88.59", "104.1"})
    void shouldShowPatientsImagesWithoutTheReportsThatAreKeptBesideThem(String documentClass) {
        // Given
        var documents = Images.uid();
        var document = Images.uid();
        var stored = pacs.store(Images.file(Images.image(study, documents)
                .uid(DicomTag.SOP_CLASS_UID, new DicomUid("1.2.840.10008.5.1.4.1.1." + documentClass))
                .uid(DicomTag.SOP_INSTANCE_UID, document)));
        assertThat(stored.statusCode()).isEqualTo(200);
        var self = patient("pat-own");
        var ofSeries = "/dicom-web/studies/" + study + "/series/" + documents;
        var ofDocument = ofSeries + "/instances/" + document;

        // Then
        assertThat(DicomWeb.parts(self.get("/dicom-web/studies/" + study, "*/*")))
                .hasSize(1);
        assertThat(DicomWeb.parts(pacs.get("/dicom-web/studies/" + study, "*/*")))
                .hasSize(2);
        assertThat(self.getJson("/dicom-web/studies/" + study + "/metadata")).hasSize(1);
        assertThat(pacs.getJson("/dicom-web/studies/" + study + "/metadata")).hasSize(2);
        for (var door : List.of(
                ofSeries,
                ofSeries + "/metadata",
                ofDocument,
                ofDocument + "/metadata",
                ofDocument + "/frames/1",
                ofDocument + "/bulkdata/7FE00010")) {
            assertThat(self.get(door, "*/*").statusCode()).as(door).isEqualTo(404);
            assertThat(pacs.get(door, "*/*").statusCode()).as(door).isEqualTo(200);
        }
    }

    @Test
    void shouldShowPatientsNothingOfOthersAtAnyDoor() {
        // Given
        var id = DicomWeb.json(pacs.get("/fhir/R4/ImagingStudy?identifier=" + study, "*/*"))
                .at("/entry/0/resource/id")
                .asText();
        var other = patient("pat-other");

        // Then
        for (var door : retrievals(study.value())) {
            assertThat(other.get(door, "*/*").statusCode()).as(door).isEqualTo(403);
        }
        for (var door : searches()) {
            var found = other.get(door, JSON);
            assertThat(found.statusCode()).as(door).isEqualTo(204);
            assertThat(found.body()).as(door).isEmpty();
        }
        assertThat(other.get("/fhir/R4/ImagingStudy?patient=pat-own", "*/*").statusCode())
                .isEqualTo(403);
        assertThat(other.get("/fhir/R4/ImagingStudy/" + id, "*/*").statusCode()).isEqualTo(403);
        assertThat(DicomWeb.json(other.get("/fhir/R4/ImagingStudy?identifier=" + study, "*/*"))
                        .at("/entry"))
                .isEmpty();
    }

    @Test
    void shouldLetNoPatientStore() {
        // Given
        var more = Images.file(Images.image(study, series));

        // When
        var stored = patient("pat-own").store(more);

        // Then
        assertThat(stored.statusCode()).isEqualTo(403);
    }

    @Test
    void shouldWriteDownWhoMayNotAddToAStudy() {
        // Given
        identity.access().refuse("RX902", "pat-own");

        // When
        var stored = DicomWeb.as("lab").store(Images.file(Images.image(study, series)));

        // Then
        assertThat(stored.statusCode()).isEqualTo(409);
        kafka.await(topics.audit(), 1, Duration.ofSeconds(20), record -> {
            var event = Events.read(record.value());
            return event.getPatientId().equals("pat-own")
                    && event.getAudit().getOutcome().equals("denied")
                    && event.getAudit().getInteraction().equals("update")
                    && event.getAudit().getClientId().equals("lab");
        });
    }

    @Test
    void shouldShowAStudyWithoutPatientToItsCustodianOnly() {
        // Given
        var unknown = Images.uid();
        pacs.store(Images.file(Images.image(unknown, series).text(DicomTag.PATIENT_ID, "NOBODY-KNOWS")));
        var url = "/dicom-web/studies/" + unknown;
        var query = "/dicom-web/studies?StudyInstanceUID=" + unknown;

        // Then
        assertThat(pacs.get(url, "*/*").statusCode()).isEqualTo(200);
        for (var caller : List.of(DicomWeb.as("gp"), DicomWeb.as("radiologist"), patient("pat-own"))) {
            assertThat(caller.get(url, "*/*").statusCode()).isEqualTo(403);
            assertThat(caller.get(query, JSON).statusCode()).isEqualTo(204);
        }
    }

    @Test
    void shouldCloseEveryDoorWhenNobodyDecides() throws Exception {
        // Given
        identity.access().unavailable(true);

        // Then
        for (var door : retrievals(study.value())) {
            assertThat(DicomWeb.as("radiologist").get(door, "*/*").statusCode())
                    .as(door)
                    .isEqualTo(503);
        }
        for (var door : searches()) {
            assertThat(DicomWeb.as("radiologist").get(door, JSON).statusCode())
                    .as(door)
                    .isEqualTo(503);
        }
        openAgain();
    }

    /// An empty answer would tell what is there of others from what is not.
    @Test
    void shouldNotTellWhetherThereIsSomethingWhenNobodyDecides() throws Exception {
        // Given
        identity.access().unavailable(true);
        Thread.sleep(1_100);
        var radiologist = DicomWeb.as("radiologist");

        // When
        var dicom = radiologist.get("/dicom-web/studies?AccessionNumber=nobody-has-this", JSON);
        var fhir = radiologist.get("/fhir/R4/ImagingStudy?identifier=nobody-has-this", "*/*");
        openAgain();

        // Then
        assertThat(dicom.statusCode()).isEqualTo(503);
        assertThat(fhir.statusCode()).isEqualTo(503);
        assertThat(radiologist
                        .get("/dicom-web/studies?AccessionNumber=nobody-has-this", JSON)
                        .statusCode())
                .isEqualTo(204);
    }

    /// The circuit breaker stays open for a while, and other tests use the same service. A stranger's
    /// question always goes to identity-service: denials are not remembered, and a patient's would be
    /// answered without asking.
    private void openAgain() throws InterruptedException {
        identity.access().unavailable(false);
        var stranger = DicomWeb.as("stranger");
        var status = 503;
        for (var tries = 0; status == 503 && tries < 150; tries++) {
            Thread.sleep(200);
            status = stranger.get("/dicom-web/studies/" + study, "*/*").statusCode();
        }
        assertThat(status).isEqualTo(403);
    }

    private List<String> retrievals(String studyUid) {
        var url = "/dicom-web/studies/" + studyUid;
        return List.of(
                url,
                url + "/metadata",
                url + "/series/" + series,
                url + "/series/" + series + "/metadata",
                instanceUrl(studyUid),
                instanceUrl(studyUid) + "/metadata",
                instanceUrl(studyUid) + "/frames/1",
                instanceUrl(studyUid) + "/bulkdata/7FE00010");
    }

    private List<String> searches() {
        return List.of(
                "/dicom-web/studies?StudyInstanceUID=" + study,
                "/dicom-web/series?SeriesInstanceUID=" + series,
                "/dicom-web/instances?SOPInstanceUID=" + instance,
                "/dicom-web/studies/" + study + "/series",
                "/dicom-web/studies/" + study + "/instances",
                "/dicom-web/studies/" + study + "/series/" + series + "/instances");
    }

    private String instanceUrl(String studyUid) {
        return "/dicom-web/studies/" + studyUid + "/series/" + series + "/instances/" + instance;
    }

    private static DicomWeb patient(String id) {
        return DicomWeb.with(Tokens.of(Persona.PATIENT).patient(id).sign());
    }

    /// Without what is new in each answer.
    private static String bodyOf(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8)
                .replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "id")
                .replaceAll("/dicom-web/[^\"]*", "address");
    }
}
