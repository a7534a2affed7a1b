package org.meridiandx.imaging.dicom.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.meridiandx.imaging.dicom.DicomDataset;
import org.meridiandx.imaging.dicom.DicomTag;

/// Patient, study, series and instance of every sample, against what another implementation reads.
class SampleIdentitiesTest {

    @Test
    void shouldReadTheSameIdentitiesAsAnotherImplementation() throws IOException {
        // Given
        Path root = SharedDicom.root().resolve("dicom");
        assumeTrue(Files.isDirectory(root), "skipped: no sample data, set DX_SHARED_DATA to its folder");
        Map<String, String> expected = golden();
        Map<String, String> actual = new TreeMap<>();

        // When
        for (String name : expected.keySet()) {
            byte[] content = Files.readAllBytes(root.resolve(name));
            actual.put(
                    name,
                    identity(
                            DicomReader.ofHeader().read(DicomSource.of(content)).dataset()));
        }

        // Then
        assertThat(actual).hasSizeGreaterThan(150).isEqualTo(expected);
    }

    private static String identity(DicomDataset dataset) {
        String joined = Stream.of(
                        DicomTag.PATIENT_ID,
                        DicomTag.STUDY_INSTANCE_UID,
                        DicomTag.SERIES_INSTANCE_UID,
                        DicomTag.SOP_INSTANCE_UID)
                .map(tag -> dataset.string(tag).orElse(""))
                .collect(Collectors.joining("|"));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(joined.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> golden() {
        try (InputStream in = SampleIdentitiesTest.class.getResourceAsStream("sample-identities.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\\|"))
                    .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1], (a, b) -> a, TreeMap::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
