package org.meridiandx.imaging.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.contracts.events.v1.PatientChanged;
import org.meridiandx.imaging.dicom.DicomTag;
import org.meridiandx.imaging.dicom.DicomUid;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.Persona;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class FindAndFetchIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String JSON = "application/dicom+json";
    private static final String MULTIPART = "multipart/related; type=\"application/dicom\"; transfer-syntax=*";

    IdentityStandIn identity;
    KafkaProbe kafka;
    Topics topics;

    private final DicomUid study = Images.uid();
    private final DicomUid series = Images.uid();
    private final DicomWeb pacs = DicomWeb.as("pacs");
    private final DicomWeb gp = DicomWeb.as("gp");

    @BeforeEach
    void knowThePatient() {
        identity.reset();
        identity.patients().add("pat-7", "9990000018", "1970-01-02");
    }

    @Test
    void shouldFindByEveryKeyOfTheStandard() {
        // Given
        pacs.store(
                Images.file(Images.image(study, series).text(DicomTag.ACCESSION_NUMBER, "ACC-FIND")),
                Images.file(Images.image(study, series).text(DicomTag.INSTANCE_NUMBER, "2")));
        var base = "/dicom-web/studies?StudyInstanceUID=" + study;

        for (var key : new String[] {
            "AccessionNumber=ACC-*",
            "00080050=ACC-FIND",
            "PatientID=9990000018",
            "PatientName=example*",
            "StudyDate=20260101-20260131",
            "StudyDate=20260105",
            "StudyTime=1000-1100",
            "ModalitiesInStudy=CT",
            "PatientBirthDate=19700102",
            "fuzzymatching=false",
            "includefield=all",
            "limit=5&offset=0",
            "StudyDescription=CT?chest"
        }) {
            // When
            var found = pacs.getJson(base + "&" + key);

            // Then
            assertThat(found).as(key).hasSize(1);
            assertThat(found.at("/0/00201208/Value/0").asInt()).isEqualTo(2);
            assertThat(found.at("/0/00100010/Value/0/Alphabetic").asText()).isEqualTo("EXAMPLE^ALEX");
        }
        for (var key :
                new String[] {"AccessionNumber=OTHER", "StudyDate=20270101-", "PatientName=*EXAMPL", "offset=1"}) {
            assertThat(pacs.get(base + "&" + key, JSON).statusCode()).as(key).isEqualTo(204);
        }
        assertThat(pacs.getJson("/dicom-web/studies/" + study + "/series")).hasSize(1);
        assertThat(pacs.getJson("/dicom-web/series?SeriesInstanceUID=" + series))
                .hasSize(1);
        assertThat(pacs.getJson("/dicom-web/studies/" + study + "/instances")).hasSize(2);
        assertThat(pacs.getJson("/dicom-web/studies/" + study + "/series/" + series + "/instances?InstanceNumber=2"))
                .hasSize(1);
    }

    @Test
    void shouldRefuseWhatItDoesNotKnowAndWarnOfWhatItLeavesOut() {
        // When
        var unknown = pacs.get("/dicom-web/studies?Colour=red", JSON);
        var badDate = pacs.get("/dicom-web/studies?StudyDate=yesterday", JSON);
        var badLimit = pacs.get("/dicom-web/studies?limit=-1", JSON);
        var leftOut = pacs.get("/dicom-web/studies?PatientWeight=70", JSON);
        var xml = pacs.get("/dicom-web/studies", "multipart/related; type=\"application/dicom+xml\"");

        // Then
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(new String(unknown.body(), StandardCharsets.UTF_8)).contains("Colour");
        assertThat(badDate.statusCode()).isEqualTo(400);
        assertThat(badLimit.statusCode()).isEqualTo(400);
        assertThat(leftOut.headers().firstValue("Warning"))
                .hasValueSatisfying(text -> assertThat(text).contains("PatientWeight"));
        assertThat(xml.statusCode()).isEqualTo(406);
    }

    @Test
    void shouldGiveBackTheSameBytesAtEveryLevel() {
        // Given
        var one = Images.file(Images.image(study, series));
        var two = Images.file(Images.image(study, series).text(DicomTag.INSTANCE_NUMBER, "2"));
        pacs.store(one, two);
        var url = "/dicom-web/studies/" + study;
        var sopUid = pacs.getJson(url + "/instances?InstanceNumber=1")
                .at("/0/00080018/Value/0")
                .asText();
        var instance = url + "/series/" + series + "/instances/" + sopUid;

        // When
        var whole = pacs.get(url, MULTIPART);
        var ofSeries = pacs.get(url + "/series/" + series, "*/*");
        var single = pacs.get(instance, "application/dicom");
        var frame = pacs.get(instance + "/frames/1", "multipart/related; type=\"application/octet-stream\"");
        var bulk = pacs.get(instance + "/bulkdata/7FE00010", "application/octet-stream");
        var jpeg = pacs.get(instance, "multipart/related; type=\"image/jpeg\"");
        var syntax = pacs.get(instance, "application/dicom; transfer-syntax=1.2.840.10008.1.2.4.50");

        // Then
        assertThat(DicomWeb.parts(whole)).containsExactly(one, two);
        assertThat(DicomWeb.parts(ofSeries)).containsExactly(one, two);
        assertThat(single.body()).isEqualTo(one);
        assertThat(DicomWeb.parts(frame)).containsExactly(new byte[] {1, 0, 2, 0, 3, 0, 4, 0});
        assertThat(bulk.body()).isEqualTo(new byte[] {1, 0, 2, 0, 3, 0, 4, 0});
        assertThat(jpeg.statusCode()).isEqualTo(406);
        assertThat(syntax.statusCode()).isEqualTo(406);
        assertThat(pacs.getJson(instance + "/metadata")
                        .at("/0/7FE00010/BulkDataURI")
                        .asText())
                .endsWith(instance + "/bulkdata/7FE00010");
        assertThat(pacs.getJson(url + "/metadata")).hasSize(2);
    }

    @Test
    void shouldTellAStrangerNothing() {
        // Given
        pacs.store(Images.file(Images.image(study, series)));
        var stranger = DicomWeb.as("stranger");
        var url = "/dicom-web/studies/" + study;

        // Then
        assertThat(stranger.get("/dicom-web/studies?StudyInstanceUID=" + study, JSON)
                        .statusCode())
                .isEqualTo(204);
        assertThat(stranger.get(url, MULTIPART).statusCode()).isEqualTo(403);
        assertThat(stranger.get(url + "/metadata", JSON).statusCode()).isEqualTo(403);
        assertThat(stranger.get("/fhir/R4/ImagingStudy?patient=pat-7", "*/*").statusCode())
                .isEqualTo(403);
        var more = Images.file(Images.image(study, series));
        assertThat(stranger.store(more).statusCode()).isEqualTo(409);
        var noScope =
                DicomWeb.with(Tokens.of(Persona.PACS).scope("system/Patient.rs").sign());
        assertThat(noScope.store(more).statusCode()).isEqualTo(403);
        assertThat(noScope.get(url, MULTIPART).statusCode()).isEqualTo(403);
        assertThat(DicomWeb.with("nonsense").get(url, MULTIPART).statusCode()).isEqualTo(401);
    }

    @Test
    void shouldServeTheImagingStudyThatItDeclares() {
        // Given
        pacs.store(Images.file(Images.image(study, series).text(DicomTag.ACCESSION_NUMBER, "ACC-FHIR")));
        var base = "/fhir/R4/ImagingStudy?identifier=urn:dicom:uid%7Curn:oid:" + study;

        for (var parameter : new String[] {
            "patient=pat-7",
            "subject=Patient/pat-7",
            "patient:identifier=9990000018",
            "identifier=ACC-FHIR",
            "modality=CT",
            "started=ge2026-01-05",
            "status=available",
            "_lastUpdated=gt2020-01-01",
            "_count=1"
        }) {
            // When
            var bundle = DicomWeb.json(gp.get(base + "&" + parameter, "application/fhir+json"));

            // Then
            assertThat(bundle.at("/entry")).as(parameter).hasSize(1);
        }
        var resource = DicomWeb.json(gp.get(base, "*/*")).at("/entry/0/resource");
        var read = DicomWeb.json(
                gp.get("/fhir/R4/ImagingStudy/" + resource.get("id").asText(), "*/*"));
        assertThat(read).isEqualTo(resource);
        assertThat(read.at("/subject/reference").asText()).isEqualTo("Patient/pat-7");
        assertThat(read.at("/contained/0/connectionType/code").asText()).isEqualTo("dicom-wado-rs");
        var form = gp.post(
                "/fhir/R4/ImagingStudy/_search",
                "application/x-www-form-urlencoded",
                "patient=pat-7".getBytes(StandardCharsets.US_ASCII));
        assertThat(form.statusCode()).isEqualTo(200);
    }

    @Test
    void shouldHideAStudyWhosePatientIsContradicted() {
        // Given
        var image = Images.image(study, series).text(DicomTag.PATIENT_BIRTH_DATE, "19811111");

        // When
        var stored = pacs.store(Images.file(image));

        // Then
        assertThat(stored.statusCode()).isEqualTo(202);
        assertThat(pacs.get("/dicom-web/studies?StudyInstanceUID=" + study, JSON)
                        .statusCode())
                .isEqualTo(204);
        assertThat(pacs.get("/dicom-web/studies/" + study, MULTIPART).statusCode())
                .isEqualTo(404);
    }

    @Test
    void shouldRefuseAnotherPatientInTheSameStudy() {
        // Given
        pacs.store(Images.file(Images.image(study, series)));

        // When
        var other = pacs.store(Images.file(Images.image(study, series).text(DicomTag.PATIENT_ID, "9990000026")));

        // Then
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(DicomWeb.json(other).at("/00081198/Value/0/00081197/Value/0").asInt())
                .isEqualTo(0xA900);
    }

    @Test
    void shouldGiveAStudyItsPatientWhenThePatientComesToBeKnown() throws Exception {
        // Given
        identity.reset();
        pacs.store(Images.file(Images.image(study, series).text(DicomTag.PATIENT_ID, "9990000026")));

        // When
        identity.patients().add("pat-8", "9990000026", "1970-01-02");
        var changed = Event.newBuilder()
                .setId("11111111-2222-3333-4444-555555555555")
                .setPatientId("pat-8")
                .setPatientChanged(PatientChanged.newBuilder().setKind(PatientChanged.Kind.CREATED));
        kafka.send(topics.identity(), "pat-8", changed.build().toByteArray());

        // Then
        var told = kafka.await(topics.imaging(), 1, PATIENCE, record -> "pat-8".equals(record.key()));
        assertThat(Event.parseFrom(told.getFirst().value()).getStudyAvailable().getStudyInstanceUid())
                .isEqualTo(study.value());
    }

    @Test
    void shouldLeaveATraceOfEachDisclosure() throws Exception {
        // Given
        pacs.store(Images.file(Images.image(study, series)));

        // When
        DicomWeb.as("radiologist").get("/dicom-web/studies/" + study, MULTIPART);

        // Then
        var told = kafka.await(topics.audit(), 1, PATIENCE, record -> isRetrieval(record.value()));
        assertThat(told).isNotEmpty();
    }

    private static boolean isRetrieval(byte[] value) {
        try {
            var audit = Event.parseFrom(value).getAudit();
            return audit.getInteraction().equals("retrieve")
                    && audit.getClientId().equals("radiologist");
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }
}
