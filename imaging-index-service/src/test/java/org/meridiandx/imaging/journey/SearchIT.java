package org.meridiandx.imaging.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.imaging.dicom.DicomTag;
import org.meridiandx.imaging.dicom.DicomUid;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.region.RegionTestResource;

/// QIDO-RS: each way of matching finds what it should and nothing else, and pages add up.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class SearchIT {
    private static final String JSON = "application/dicom+json";

    IdentityStandIn identity;

    private final DicomUid study = Images.uid();
    private final DicomUid series = Images.uid();
    private final DicomUid instance = Images.uid();
    private final String mark = UUID.randomUUID().toString().substring(0, 12);
    private final DicomWeb pacs = DicomWeb.as("pacs");

    @BeforeEach
    void forget() {
        identity.reset();
        identity.patients().add("pat-s", "9990000042", "1970-01-02");
    }

    /// Of each key: what finds the study, what does not.
    private static Map<String, List<String>> hits() {
        return Map.ofEntries(
                Map.entry(
                        "StudyDate", List.of("20260105", "20260105-", "-20260105", "20260101-20260105", "2026.01.05")),
                Map.entry("StudyTime", List.of("101500", "1015", "1015-", "-101500", "10-11")),
                Map.entry("AccessionNumber", List.of("AC_1%x", "AC*", "AC?1%x", "*x", "*")),
                Map.entry("ModalitiesInStudy", List.of("CT", "MR,CT", "MR\\CT")),
                Map.entry("ReferringPhysicianName", List.of("WARD^ROBIN", "ward*", "Ward?Robin")),
                Map.entry("StudyDescription", List.of("CT chest", "ct CHEST", "*hest")),
                Map.entry("PatientName", List.of("EXAMPLE^ALEX", "example^alex", "Ex*x")),
                Map.entry("PatientID", List.of("LOCAL-9", "LOCAL*", "L?CAL-9")),
                Map.entry("IssuerOfPatientID", List.of("RX903", "RX*")),
                Map.entry("PatientBirthDate", List.of("19700102", "1970.01.02", "19690101-19710101")),
                Map.entry("PatientSex", List.of("O")),
                Map.entry("StudyID", List.of("S-1", "S?1")),
                Map.entry("00080061", List.of("CT")),
                Map.entry("Modality", List.of("CT", "C?")),
                Map.entry("SeriesNumber", List.of("1", " 1")),
                Map.entry("SeriesDescription", List.of("axial", "AX*")),
                Map.entry("BodyPartExamined", List.of("CHEST", "CH*")),
                Map.entry("PerformedProcedureStepStartDate", List.of("20260104", "20260104-20260104")),
                Map.entry("PerformedProcedureStepStartTime", List.of("093000", "0900-1000")),
                Map.entry("SOPClassUID", List.of("1.2.840.10008.5.1.4.1.1.7", "1.2.3,1.2.840.10008.5.1.4.1.1.7")),
                Map.entry("InstanceNumber", List.of("1")));
    }

    private static Map<String, List<String>> misses() {
        return Map.ofEntries(
                Map.entry("StudyDate", List.of("20260104", "20260106-", "-20260104")),
                Map.entry("StudyTime", List.of("101501", "1016-", "-1014")),
                Map.entry("AccessionNumber", List.of("AC", "ac_1%x", "ACx1%x", "AC_1*y", "%", "A__1%x")),
                Map.entry("ModalitiesInStudy", List.of("C", "MR")),
                Map.entry("ReferringPhysicianName", List.of("ward", "?ard")),
                Map.entry("StudyDescription", List.of("chest")),
                Map.entry("PatientName", List.of("EXAMPLE", "EXAMPLE_ALEX")),
                Map.entry("PatientID", List.of("local-9", "LOCAL")),
                Map.entry("IssuerOfPatientID", List.of("RX")),
                Map.entry("PatientBirthDate", List.of("19700103", "19710101-")),
                Map.entry("PatientSex", List.of("F")),
                Map.entry("StudyID", List.of("S")),
                Map.entry("Modality", List.of("MR", "ct")),
                Map.entry("SeriesNumber", List.of("11")),
                Map.entry("SeriesDescription", List.of("axia")),
                Map.entry("BodyPartExamined", List.of("CHES")),
                Map.entry("PerformedProcedureStepStartDate", List.of("20260105")),
                Map.entry("PerformedProcedureStepStartTime", List.of("1000-")),
                Map.entry("SOPClassUID", List.of("1.2.840.10008.5.1.4.1.1.7.1")),
                Map.entry("InstanceNumber", List.of("2")));
    }

    @Test
    void shouldFindByEachKeyAndNothingElse() {
        // Given
        pacs.store(Images.file(Images.image(study, series)
                .uid(DicomTag.SOP_INSTANCE_UID, instance)
                .text(DicomTag.ACCESSION_NUMBER, "AC_1%x")
                .text(DicomTag.REFERRING_PHYSICIAN_NAME, "WARD^ROBIN")
                .text(DicomTag.PATIENT_ID, "LOCAL-9")
                .text(DicomTag.ISSUER_OF_PATIENT_ID, "RX903")
                .text(DicomTag.PATIENT_SEX, "O")
                .text(DicomTag.STUDY_ID, "S-1")
                .text(DicomTag.SERIES_DESCRIPTION, "Axial")
                .text(new DicomTag(0x00400244), "20260104")
                .text(new DicomTag(0x00400245), "093000")));
        var base = "/dicom-web/instances?StudyInstanceUID=" + study + "&";

        // Then
        hits().forEach((key, values) -> values.forEach(value -> assertThat(
                        pacs.get(base + key + "=" + encode(value), JSON).statusCode())
                .as(key + "=" + value)
                .isEqualTo(200)));
        misses().forEach((key, values) -> values.forEach(value -> assertThat(
                        pacs.get(base + key + "=" + encode(value), JSON).statusCode())
                .as(key + "=" + value)
                .isEqualTo(204)));
    }

    @Test
    void shouldRefuseEachValueThatIsNone() {
        for (var wrong : List.of(
                "StudyDate=20261301",
                "StudyDate=2026",
                "StudyDate=20260101-20260131-20260201",
                "StudyTime=25",
                "StudyTime=noon",
                "PatientBirthDate=1970-01-02",
                "StudyInstanceUID=1..2",
                "StudyInstanceUID=abc",
                "PatientID=%00",
                "includefield=NoSuchField",
                "fuzzymatching=maybe",
                "limit=ten",
                "limit=99999999999",
                "offset=-1",
                "StudyDat=20260101",
                "0008002=20260101")) {
            // When
            var refused = pacs.get("/dicom-web/studies?" + wrong, JSON);

            // Then
            assertThat(refused.statusCode()).as(wrong).isEqualTo(400);
            assertThat(new String(refused.body(), StandardCharsets.UTF_8))
                    .contains(wrong.substring(0, wrong.indexOf('=')));
        }
        for (var wrong : List.of("SeriesNumber=one", "SeriesNumber=99999999999")) {
            assertThat(pacs.get("/dicom-web/series?" + wrong, JSON).statusCode())
                    .as(wrong)
                    .isEqualTo(400);
        }
        assertThat(pacs.get("/dicom-web/studies/nonsense/series", JSON).statusCode())
                .isEqualTo(400);
    }

    @Test
    void shouldAddFieldsThatAreAskedFor() {
        // Given
        pacs.store(Images.file(Images.image(study, series).uid(DicomTag.SOP_INSTANCE_UID, instance)));
        var url = "/dicom-web/instances?SOPInstanceUID=" + instance;

        // When
        var plain = pacs.getJson(url).get(0);
        var one = pacs.getJson(url + "&includefield=BitsAllocated,00280002").get(0);
        var all = pacs.getJson(url + "&includefield=all").get(0);

        // Then
        assertThat(plain.has("7FE00010")).isFalse();
        assertThat(one.at("/00280100/Value/0").asInt()).isEqualTo(16);
        assertThat(all.at("/7FE00010/BulkDataURI").asText()).endsWith("/instances/" + instance + "/bulkdata/7FE00010");
        assertThat(all.at("/00081190/Value/0").asText()).endsWith("/instances/" + instance);
    }

    @Test
    void shouldFindByTheNumberOfTheMatchedPatient() {
        // Given
        pacs.store(Images.file(Images.image(study, series).text(DicomTag.PATIENT_ID, "999 000 0042")));

        // When
        var found = pacs.getJson("/dicom-web/studies?PatientID=9990000042&StudyInstanceUID=" + study);

        // Then
        assertThat(found).hasSize(1);
    }

    @Test
    void shouldLeaveOutNoStudyWhileOthersComeIn() {
        // Given
        var wanted = new HashSet<String>();
        for (var i = 0; i < 12; i++) {
            wanted.add(keep("2026010" + (1 + i % 9)));
        }

        // When
        var seen = new ArrayList<String>();
        for (var page = 0; page < 4; page++) {
            pacs.getJson("/dicom-web/studies?StudyDescription=" + mark + "&limit=3&offset=" + 3 * page)
                    .forEach(row -> seen.add(uidOf(row)));
            keep("20251201"); // comes after all others
        }

        // Then
        assertThat(seen).hasSize(12).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(wanted);
    }

    @Test
    void shouldHoldNoRowTwiceInOneAnswer() throws Exception {
        // Given
        var images = new byte[260][];
        for (var i = 0; i < images.length; i++) {
            images[i] = image("20260101");
        }
        pacs.store(images);
        var isOver = new AtomicBoolean();

        // When
        var doubled = new ArrayList<String>();
        try (var threads = Executors.newFixedThreadPool(2)) {
            for (var sender = 0; sender < 2; sender++) {
                threads.submit(() -> {
                    while (!isOver.get()) {
                        pacs.store(image("20260201")); // comes before all others
                    }
                });
            }
            for (var search = 0; search < 40; search++) {
                var once = new HashSet<String>();
                pacs.getJson("/dicom-web/studies?limit=1000&StudyDescription=" + mark)
                        .forEach(row -> {
                            if (!once.add(uidOf(row))) {
                                doubled.add(uidOf(row));
                            }
                        });
            }
            isOver.set(true);
        }

        // Then
        assertThat(doubled).isEmpty();
    }

    private String keep(String day) {
        var uid = Images.uid();
        pacs.store(Images.file(
                Images.image(uid, Images.uid()).text(DicomTag.STUDY_DATE, day).text(DicomTag.STUDY_DESCRIPTION, mark)));
        return uid.value();
    }

    private byte[] image(String day) {
        return Images.file(Images.image(Images.uid(), Images.uid())
                .text(DicomTag.STUDY_DATE, day)
                .text(DicomTag.STUDY_DESCRIPTION, mark));
    }

    private static String uidOf(JsonNode row) {
        return row.at("/0020000D/Value/0").asText();
    }

    private static String encode(String value) {
        return java.net.URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
