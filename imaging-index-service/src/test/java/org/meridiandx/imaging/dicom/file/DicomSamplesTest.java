package org.meridiandx.imaging.dicom.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.meridiandx.imaging.dicom.DicomTag;
import org.meridiandx.imaging.dicom.file.DicomException.Reason;
import org.meridiandx.imaging.dicom.json.DicomJson;

/// Reads every DICOM file that others wrote.
class DicomSamplesTest {
    /// What cannot be read, and why that is right.
    private static final Map<String, Reason> UNREADABLE = Map.of(
            "awkward/pyd_no_meta.dcm", Reason.NOT_DICOM, // a stray byte stands before the first element
            "awkward/pyd_rtplan_truncated.dcm", Reason.TRUNCATED, // ends inside a sequence
            "doc_encapsulated_pdf/source.pdf", Reason.NOT_DICOM); // the PDF that was wrapped

    /// Directories and fragments of data sets, which identify no instance.
    private static final Set<String> WITHOUT_UIDS = Set.of(
            "awkward/pyd_UN_sequence.dcm",
            "awkward/pyd_nested_priv_SQ.dcm",
            "awkward/pyd_no_meta_group_length.dcm",
            "dicomdir/pyd_DICOMDIR-implicit",
            "dicomdir/pyd_DICOMDIR-nopatient",
            "dicomdir/pyd_dicomdirtests_DICOMDIR",
            "other/pyd_JPEGLSNearLossless_08.dcm",
            "other/pyd_winter.dcm",
            "other/pydd_HTJ2K_08_RGB.dcm",
            "other/pydd_JLSL_08_07_0_1F.dcm");

    @Test
    void shouldReadEverySampleButThoseThatAreBroken() throws IOException {
        // Given
        List<Path> files = SharedDicom.files("dicom");
        Map<String, Reason> refused = new TreeMap<>();
        List<String> incomplete = new ArrayList<>();

        // When
        for (Path path : files) {
            String name = SharedDicom.root().resolve("dicom").relativize(path).toString();
            try (FileChannel channel = FileChannel.open(path)) {
                DicomFile file = DicomReader.ofAll().read(DicomSource.of(channel));
                if (file.studyInstanceUid().isEmpty()
                        || file.seriesInstanceUid().isEmpty()
                        || file.sopInstanceUid().isEmpty()
                        || file.sopClassUid().isEmpty()) {
                    incomplete.add(name);
                }
            } catch (DicomException e) {
                refused.put(name, e.reason());
            }
        }

        // Then
        assertThat(files).hasSizeGreaterThan(150);
        assertThat(refused).isEqualTo(UNREADABLE);
        assertThat(incomplete).containsExactlyInAnyOrderElementsOf(WITHOUT_UIDS);
    }

    @Test
    void shouldReadTheSameFromMemoryAndFromAChannel() throws IOException {
        for (Path path : SharedDicom.files("dicom/us")) {
            // Given
            byte[] content = Files.readAllBytes(path);

            // When
            DicomFile fromMemory = DicomReader.ofAll().read(DicomSource.of(content));
            DicomFile fromChannel;
            try (FileChannel channel = FileChannel.open(path)) {
                fromChannel = DicomReader.ofAll().read(DicomSource.of(channel));
            }

            // Then
            assertThat(json(fromChannel)).isEqualTo(json(fromMemory));
            assertThat(fromChannel.findings()).isEqualTo(fromMemory.findings());
        }
    }

    @Test
    void shouldRefuseHostileFilesOrReadThemWithinBounds() throws IOException {
        Map<String, Reason> expected = Map.ofEntries(
                Map.entry("cut_0.dcm", Reason.NOT_DICOM),
                Map.entry("cut_128.dcm", Reason.NOT_DICOM),
                Map.entry("cut_131.dcm", Reason.NOT_DICOM),
                Map.entry("cut_132.dcm", Reason.TRUNCATED),
                Map.entry("cut_140.dcm", Reason.TRUNCATED),
                Map.entry("cut_200.dcm", Reason.TRUNCATED),
                Map.entry("cut_348.dcm", Reason.TRUNCATED),
                Map.entry("cut_64.dcm", Reason.NOT_DICOM),
                Map.entry("dicm_lower.dcm", Reason.NOT_DICOM),
                Map.entry("len_overrun.dcm", Reason.TRUNCATED),
                Map.entry("not_dicom_jpeg.dcm", Reason.NOT_DICOM),
                Map.entry("not_dicom_text.dcm", Reason.NOT_DICOM),
                Map.entry("seq_depth_100.dcm", Reason.TOO_DEEP),
                Map.entry("ts_unknown.dcm", Reason.UNSUPPORTED_TRANSFER_SYNTAX),
                Map.entry("uid_letters.dcm", Reason.INVALID_UID),
                Map.entry("uid_long.dcm", Reason.INVALID_UID),
                Map.entry("uid_traversal.dcm", Reason.INVALID_UID));
        Map<String, DicomFinding> expectedFindings = Map.of(
                "pn_100k.dcm", DicomFinding.OUT_OF_ORDER,
                "cut_19603.dcm", DicomFinding.PIXEL_DATA_TRUNCATED,
                "cut_39205.dcm", DicomFinding.TRAILING_BYTES, // in the padding after the pixel data
                "ts_says_implicit.dcm", DicomFinding.TRANSFER_SYNTAX_MISMATCH,
                "ts_says_jpeg.dcm", DicomFinding.PIXEL_DATA_MISMATCH,
                "tags_out_of_order.dcm", DicomFinding.OUT_OF_ORDER,
                "tail_garbage.dcm", DicomFinding.TRAILING_BYTES);
        Map<String, Reason> refused = new TreeMap<>();
        for (Path path : SharedDicom.files("hostile/dicom")) {
            // Given
            String name = path.getFileName().toString();

            // When
            try (FileChannel channel = FileChannel.open(path)) {
                DicomFile file = DicomReader.ofAll().withStrictUids().read(DicomSource.of(channel));

                // Then
                DicomFinding finding = expectedFindings.get(name);
                assertThat(file.findings()).as(name).isEqualTo(finding == null ? Set.of() : Set.of(finding));
            } catch (DicomException e) {
                refused.put(name, e.reason());
            }
        }
        assertThat(refused).isEqualTo(expected);
    }

    @Test
    void shouldRefuseArchives() {
        for (Path path : SharedDicom.files("hostile/archives")) {
            // When, Then
            assertThatExceptionOfType(DicomException.class).as(path.toString()).isThrownBy(() -> {
                try (FileChannel channel = FileChannel.open(path)) {
                    DicomReader.ofAll().read(DicomSource.of(channel));
                }
            });
        }
    }

    @Test
    void shouldDecodeNamesInEveryCharacterSet() throws IOException {
        Map<String, String> names = Map.of(
                "pyd_chrFren.dcm", "Buc^Jérôme",
                "pyd_chrGerm.dcm", "Äneas^Rüdiger",
                "pyd_chrGreek.dcm", "Διονυσιος",
                "pyd_chrH31.dcm", "Yamada^Tarou=山田^太郎=やまだ^たろう",
                "pyd_chrKoreanMulti.dcm", "김희중",
                "pyd_chrX1.dcm", "Wang^XiaoDong=王^小東=");
        Map<String, String> seen = new TreeMap<>();
        for (Path path : SharedDicom.files("dicom/charset")) {
            // When
            DicomFile file = DicomReader.ofHeader().read(DicomSource.of(Files.readAllBytes(path)));
            seen.put(
                    path.getFileName().toString(),
                    file.dataset().string(DicomTag.PATIENT_NAME).orElse(""));
        }

        // Then
        assertThat(seen).isEqualTo(names);
    }

    @Test
    void shouldKeepADeflateBombOutOfMemory() throws IOException {
        // Given
        byte[] bomb = Files.readAllBytes(SharedDicom.files("hostile/dicom").stream()
                .filter(path -> path.endsWith("deflate_bomb.dcm"))
                .findFirst()
                .orElseThrow());
        var tight = new DicomLimits(32, 1000, 4096, 1 << 20, 1 << 20);

        // When, Then
        assertThatExceptionOfType(DicomException.class)
                .isThrownBy(() -> DicomReader.ofAll().withLimits(tight).read(DicomSource.of(bomb)))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.INFLATES_TOO_MUCH));
    }

    private static String json(DicomFile file) {
        return new String(
                DicomJson.write(file.dataset(), (path, element) -> Optional.of(path + element.value())),
                StandardCharsets.UTF_8);
    }
}
