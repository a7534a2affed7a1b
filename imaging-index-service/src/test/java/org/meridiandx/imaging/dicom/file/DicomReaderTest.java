package org.meridiandx.imaging.dicom.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.imaging.dicom.DicomDataset;
import org.meridiandx.imaging.dicom.DicomDatasetBuilder;
import org.meridiandx.imaging.dicom.DicomTag;
import org.meridiandx.imaging.dicom.DicomValue;
import org.meridiandx.imaging.dicom.file.DicomException.Reason;

class DicomReaderTest {
    /// (0008,0060) CS "CT", the shortest honest start of a data set.
    private static final String MODALITY = "0800 6000 4353 0200 4354";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            value longer than the file     | 1000 2000 4C4F FF00 3939                                         | TRUNCATED
            header cut off                 | 1000 2000 4C4F                                                   | TRUNCATED
            no representation              | 1000 2000 0101 0200 3939                                         | UNKNOWN_VR
            delimiter outside a sequence   | FEFF 0DE0 0000 0000                                              | MISPLACED_DELIMITER
            text of undefined length       | 1000 1000 5554 0000 FFFF FFFF                                    | BAD_LENGTH
            sequence of no items           | 0811 4011 5351 0000 0800 0000 0800 6000 0000 0000                | MALFORMED_SEQUENCE
            item longer than its sequence  | 0811 4011 5351 0000 0800 0000 FEFF 00E0 FF00 0000                | LENGTH_OVERRUN
            element longer than its item   | 0811 4011 5351 0000 1000 0000 FEFF 00E0 0800 0000 0800 6000 4353 2000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 | LENGTH_OVERRUN
            sequence without an end        | 0811 4011 5351 0000 FFFF FFFF FEFF 00E0 0000 0000                | TRUNCATED
            fragments of something else    | E07F 1000 4F42 0000 FFFF FFFF 0800 6000 0000 0000                | MALFORMED_SEQUENCE
            """)
    void shouldRefuse(String what, String hex, Reason reason) {
        // Given
        byte[] content = bytes(MODALITY + hex);

        // When
        DicomException failure = catchThrowableOfType(DicomException.class, () -> read(content));

        // Then
        assertThat(failure).as(what).isNotNull();
        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.offset()).isBetween(0L, (long) content.length);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            explicit little endian | 0800 6000 4353 0200 4354 2800 1000 5553 0200 0201             | EXPLICIT_LITTLE
            implicit little endian | 0800 6000 0200 0000 4354 2800 1000 0200 0000 0201             | IMPLICIT_LITTLE
            explicit big endian    | 0008 0060 4353 0002 4354 0028 0010 5553 0002 0102             | EXPLICIT_BIG
            """)
    void shouldSniffTheEncodingOfABareDataSet(String what, String hex, TransferSyntax.Encoding encoding)
            throws IOException {
        // When
        DicomFile file = read(bytes(hex));

        // Then
        assertThat(file.transferSyntax().encoding()).as(what).isEqualTo(encoding);
        assertThat(file.dataset().string(DicomTag.MODALITY)).contains("CT");
        assertThat(file.dataset().integer(DicomTag.ROWS)).contains(258L);
        assertThat(file.findings()).contains(DicomFinding.NO_PREAMBLE, DicomFinding.NO_META);
    }

    @Test
    void shouldReadUnknownOfUndefinedLengthAsImplicitSequence() throws IOException {
        // Given: a private UN whose item holds (0008,0060) in implicit encoding
        String hex = "0900 0110 554E 0000 FFFFFFFF FEFF 00E0 FFFFFFFF 0800 6000 02000000 4D52 FEFF 0DE0 00000000"
                + "FEFF DDE0 00000000 2800 1000 5553 0200 0201";

        // When
        DicomFile file = read(bytes(MODALITY + hex));

        // Then
        List<DicomDataset> items = file.dataset().items(DicomTag.of(0x0009, 0x1001));
        assertThat(items)
                .singleElement()
                .satisfies(item -> assertThat(item.string(DicomTag.MODALITY)).contains("MR"));
        assertThat(file.dataset().integer(DicomTag.ROWS)).contains(258L);
    }

    @Test
    void shouldLocateFragmentsAndOffsetTable() throws IOException {
        // Given: an offset table with one entry and two fragments of 2 and 4 bytes
        String hex = "E07F 1000 4F42 0000 FFFFFFFF FEFF 00E0 04000000 00000000 FEFF 00E0 02000000 AABB"
                + "FEFF 00E0 04000000 01020304 FEFF DDE0 00000000";

        // When
        DicomFile file = read(bytes(MODALITY + hex));

        // Then
        assertThat(file.pixelData().orElseThrow().value())
                .isEqualTo(new DicomValue.Fragments(
                        22, List.of(0L), List.of(new DicomValue.Deferred(42, 2), new DicomValue.Deferred(52, 4))));
    }

    @Test
    void shouldLeaveLongValuesInTheFile() throws IOException {
        // Given
        String comment = "x".repeat(1000);
        byte[] content = DicomWriter.write(
                sample().text(DicomTag.of(0x0010, 0x4000), comment).build());
        var limits = new DicomLimits(4, 100, 256, 10_000, 10_000);

        // When
        DicomFile file = DicomReader.ofAll().withLimits(limits).read(DicomSource.of(content));

        // Then
        DicomValue value =
                file.dataset().get(DicomTag.of(0x0010, 0x4000)).orElseThrow().value();
        assertThat(value).isInstanceOfSatisfying(DicomValue.Deferred.class, deferred -> {
            assertThat(new String(content, (int) deferred.offset(), (int) deferred.length()))
                    .isEqualTo(comment);
        });
    }

    @Test
    void shouldReadADeflatedDataSet() throws IOException {
        // Given
        var file = new ByteArrayOutputStream();
        file.writeBytes(new byte[128]);
        file.writeBytes(bytes("4449434D 0200 1000 5549 1600"));
        file.writeBytes("1.2.840.10008.1.2.1.99".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        file.writeBytes(deflate(bytes(MODALITY + "2800 1000 5553 0200 0201")));

        // When
        DicomFile read = read(file.toByteArray());

        // Then
        assertThat(read.transferSyntax()).isEqualTo(TransferSyntax.DEFLATED_LITTLE_ENDIAN);
        assertThat(read.dataset().integer(DicomTag.ROWS)).contains(258L);
    }

    @Test
    void shouldBoundTheNumberOfElements() {
        // Given
        byte[] content = bytes(MODALITY + "0800 7000 4C4F 0000".repeat(200));
        var limits = new DicomLimits(4, 100, 256, 10_000, 10_000);

        // When, Then
        assertThatExceptionOfType(DicomException.class)
                .isThrownBy(() -> DicomReader.ofAll().withLimits(limits).read(DicomSource.of(content)))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.TOO_MANY_ELEMENTS));
    }

    @Test
    void shouldReadBackWhatWasWritten() throws IOException {
        // Given
        DicomDataset item = DicomDataset.builder()
                .text(DicomTag.REFERENCED_SOP_INSTANCE_UID, "2.25.7")
                .buildItem();
        DicomDataset written = sample().text(DicomTag.PATIENT_NAME, "Müller^Zoë")
                .items(DicomTag.REFERENCED_SOP_SEQUENCE, List.of(item, item))
                .integers(DicomTag.ROWS, 2)
                .integers(DicomTag.COLUMNS, 2)
                .pixels(new short[] {1, 2, 3, -4})
                .build();

        // When
        byte[] content = DicomWriter.write(written);
        DicomFile file = DicomReader.ofAll().withStrictUids().read(DicomSource.of(content));

        // Then
        assertThat(file.findings()).isEmpty();
        assertThat(file.transferSyntax()).isEqualTo(TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        assertThat(file.meta().string(DicomTag.MEDIA_STORAGE_SOP_INSTANCE_UID)).contains("2.25.3");
        assertThat(file.dataset()
                        .personName(DicomTag.PATIENT_NAME)
                        .orElseThrow()
                        .alphabetic())
                .isEqualTo("Müller^Zoë");
        assertThat(file.dataset().items(DicomTag.REFERENCED_SOP_SEQUENCE)).hasSize(2);
        assertThat(file.pixelData().orElseThrow().value()).isEqualTo(new DicomValue.Deferred(content.length - 8L, 8));
    }

    private static DicomDatasetBuilder sample() {
        return DicomDataset.builder()
                .text(DicomTag.SOP_CLASS_UID, "1.2.840.10008.5.1.4.1.1.2")
                .text(DicomTag.SOP_INSTANCE_UID, "2.25.3")
                .text(DicomTag.STUDY_INSTANCE_UID, "2.25.1")
                .text(DicomTag.SERIES_INSTANCE_UID, "2.25.2");
    }

    private static DicomFile read(byte[] content) throws IOException {
        return DicomReader.ofAll().read(DicomSource.of(content));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static byte[] deflate(byte[] content) {
        var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater.setInput(content);
        deflater.finish();
        byte[] out = new byte[content.length + 100];
        int length = deflater.deflate(out);
        deflater.end();
        return java.util.Arrays.copyOf(out, length);
    }
}
