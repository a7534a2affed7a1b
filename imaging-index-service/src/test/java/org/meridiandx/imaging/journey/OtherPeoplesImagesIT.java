package org.meridiandx.imaging.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.imaging.dicom.DicomUid;
import org.meridiandx.imaging.dicom.file.DicomFile;
import org.meridiandx.imaging.dicom.file.DicomReader;
import org.meridiandx.imaging.dicom.file.DicomSource;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.shared.SharedData;

/// Every DICOM file that others wrote goes in, is found, and comes back byte for byte, but for where its
/// patient lives; the rest is refused with a reason.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class OtherPeoplesImagesIT {
    /// Name of the file, and what the answer says of it. A person was asked whether each is right.
    private static final Map<String, String> REFUSED = Map.ofEntries(
            Map.entry("awkward/pyd_MR_truncated.dcm", "cut off"),
            Map.entry("awkward/pyd_no_meta.dcm", "not DICOM"),
            Map.entry("awkward/pyd_rtplan_truncated.dcm", "ends inside"),
            Map.entry("doc_encapsulated_pdf/source.pdf", "not DICOM"),
            Map.entry("awkward/pyd_UN_sequence.dcm", "is missing"),
            Map.entry("awkward/pyd_nested_priv_SQ.dcm", "is missing"),
            Map.entry("awkward/pyd_no_meta_group_length.dcm", "is missing"),
            Map.entry("dicomdir/pyd_DICOMDIR-implicit", "is missing"),
            Map.entry("dicomdir/pyd_DICOMDIR-nopatient", "is missing"),
            Map.entry("dicomdir/pyd_dicomdirtests_DICOMDIR", "is missing"),
            Map.entry("other/pyd_JPEGLSNearLossless_08.dcm", "is missing"),
            Map.entry("other/pydd_HTJ2K_08_RGB.dcm", "is missing"),
            Map.entry("other/pydd_JLSL_08_07_0_1F.dcm", "is missing"),
            Map.entry("other/pyd_winter.dcm", "twice"));

    /// Those that say where the patient lives (ADR 029).
    private static final List<String> WITH_ADDRESS = List.of("ecg/pyd_waveform_ecg.dcm", "mr/pyd_examples_overlay.dcm");

    IdentityStandIn identity;

    @BeforeEach
    void forget() {
        identity.reset();
    }

    @Test
    void shouldStoreFindAndGiveBackEveryReadableFile() throws IOException {
        // Given
        var root = SharedData.require("dicom");
        var pacs = DicomWeb.as("pacs");
        var refused = new TreeMap<String, String>();
        var stored = new LinkedHashMap<Path, DicomFile>();

        // When
        for (var path : SharedData.files("dicom", "*")) {
            var answer = pacs.store(Files.readAllBytes(path));
            if (answer.statusCode() == 200) {
                stored.put(path, DicomReader.ofHeader().read(DicomSource.of(Files.readAllBytes(path))));
            } else {
                assertThat(answer.statusCode()).as(path.toString()).isEqualTo(409);
                refused.put(root.relativize(path).toString(), commentOf(answer));
            }
        }

        // Then
        var duplicates = new ArrayList<String>();
        refused.forEach((name, comment) -> {
            if (comment.contains("Another image is kept under this SOP Instance UID")) {
                duplicates.add(name);
            } else {
                assertThat(comment).as(name).contains(REFUSED.getOrDefault(name, "this file is not to be refused"));
            }
        });
        assertThat(refused.keySet()).containsAll(REFUSED.keySet());
        System.Logger log = System.getLogger("imaging");
        log.log(System.Logger.Level.INFO, "same UID, other image: " + duplicates);
        assertThat(duplicates).hasSizeLessThanOrEqualTo(12);
        var blanked = new ArrayList<String>();
        for (var file : stored.entrySet()) {
            if (isBlanked(pacs, file.getKey(), file.getValue())) {
                blanked.add(root.relativize(file.getKey()).toString());
            }
        }
        assertThat(blanked).containsExactlyInAnyOrderElementsOf(WITH_ADDRESS);
    }

    /// Whether blanks stand in place of some bytes: nobody knows these patients, so that where they live is kept in.
    private static boolean isBlanked(DicomWeb pacs, Path path, DicomFile file) throws IOException {
        var study = file.studyInstanceUid().map(DicomUid::value).orElseThrow();
        var series = file.seriesInstanceUid().map(DicomUid::value).orElseThrow();
        var instance = file.sopInstanceUid().map(DicomUid::value).orElseThrow();
        var found = pacs.getJson("/dicom-web/instances?SOPInstanceUID=" + instance);
        assertThat(found).as(path.toString()).hasSize(1);
        assertThat(found.at("/0/0020000D/Value/0").asText()).isEqualTo(study);
        var url = "/dicom-web/studies/" + study + "/series/" + series + "/instances/" + instance;
        var back = pacs.get(
                url,
                "multipart/related; type=\"application/dicom\"; transfer-syntax="
                        + file.transferSyntax().uid());
        assertThat(back.statusCode()).as(path.toString()).isEqualTo(200);
        assertThat(DicomWeb.parts(back)).as(path.toString()).hasSize(1);
        var given = DicomWeb.parts(back).getFirst();
        var sent = Files.readAllBytes(path);
        assertThat(given).as(path.toString()).hasSameSizeAs(sent);
        assertThat(IntStream.range(0, sent.length).filter(at -> given[at] != sent[at] && given[at] != ' '))
                .as("bytes of %s that are neither the same nor blank", path)
                .isEmpty();
        var metadata = pacs.get(url + "/metadata", "application/dicom+json");
        assertThat(metadata.statusCode()).as(path.toString()).isEqualTo(200);
        assertThat(DicomWeb.json(metadata).at("/0/00080018/Value/0").asText()).isEqualTo(instance);
        return !Arrays.equals(given, sent);
    }

    @Test
    void shouldAnswerHostileFilesWithAReasonAndNeverFail() throws IOException {
        // Given
        var pacs = DicomWeb.as("pacs");
        var files = new ArrayList<Path>(SharedData.files("hostile/dicom", "*"));
        files.addAll(SharedData.files("hostile/archives", "*"));
        var taken = new ArrayList<String>();

        for (var path : files) {
            // When
            var answer = pacs.store(Files.readAllBytes(path));

            // Then
            var name = String.valueOf(path.getFileName());
            assertThat(answer.statusCode()).as(name).isIn(200, 409);
            if (answer.statusCode() == 200) {
                taken.add(name);
            } else {
                assertThat(commentOf(answer)).as(name).isNotBlank();
            }
        }
        assertThat(taken)
                .contains("same_uid_a.dcm")
                .doesNotContain(
                        "same_uid_b.dcm",
                        "cut_19603.dcm",
                        "ts_says_implicit.dcm",
                        "ts_says_jpeg.dcm",
                        "uid_empty_study.dcm",
                        "uid_letters.dcm",
                        "uid_long.dcm",
                        "uid_traversal.dcm",
                        "len_overrun.dcm",
                        "seq_depth_100.dcm",
                        "zip_slip.zip");
        assertThat(pacs.get("/dicom-web/studies?limit=1", "application/dicom+json")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldAnswerHostileRequestsWithTheStatusOfTheStandard() throws IOException {
        var expected = Map.of(
                "stow_ok.multipart", List.of(200),
                "stow_empty_part.multipart", List.of(409),
                "stow_no_end.multipart", List.of(400),
                "stow_one_good_one_bad.multipart", List.of(202),
                "stow_part_type.multipart", List.of(409));
        var pacs = DicomWeb.as("pacs");
        for (var path : SharedData.files("hostile/stow", "*")) {
            // Given
            var name = String.valueOf(path.getFileName());

            // When
            var answer = pacs.post(
                    "/dicom-web/studies",
                    "multipart/related; type=\"application/dicom\"; boundary=BOUND",
                    Files.readAllBytes(path));

            // Then
            assertThat(answer.statusCode()).as(name).isIn(expected.getOrDefault(name, List.of()));
        }
    }

    private static String commentOf(java.net.http.HttpResponse<byte[]> answer) {
        var json = DicomWeb.json(answer);
        var named = json.at("/00081198/Value/0/00000902/Value/0").asText("");
        return named.isEmpty() ? json.at("/0008119A/Value/0/00000902/Value/0").asText("") : named;
    }
}
