package org.meridiandx.imaging.dicom.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.meridiandx.imaging.dicom.json.DicomJson;

/// Whatever the bytes are: a result, or a `DicomException`.
class DicomFuzzTest {
    private static final long SEED = 20260101;
    private static final Duration BUDGET = Duration.ofSeconds(6);
    private static final int[] TEMPTING = {0x00, 0xFF, 0xFE, 0x7F, 0x80, 0xE0, 0xDD, 0x0D, 'S', 'Q', 'U', 'N', 0x1B};

    @Test
    void shouldOnlyEverThrowDicomExceptions() throws IOException {
        // Given
        var random = new Random(SEED);
        List<Path> files = SharedDicom.files("dicom").stream()
                .filter(path -> path.toFile().length() < 12_000)
                .toList();
        List<byte[]> seeds = new ArrayList<>();
        for (Path file : files) {
            seeds.add(Files.readAllBytes(file));
        }
        var limits = new DicomLimits(16, 20_000, 2048, 1 << 20, 1 << 22);
        DicomReader reader = DicomReader.ofAll().withLimits(limits);
        long deadline = System.nanoTime() + BUDGET.toNanos();
        int read = 0;
        int refused = 0;

        // When
        for (int i = 0; i < 20_000 && System.nanoTime() < deadline; i++) {
            byte[] mutant = mutate(seeds.get(random.nextInt(seeds.size())), random);
            try {
                DicomFile file = reader.read(DicomSource.of(mutant));
                DicomJson.write(file.dataset(), DicomJson.BulkData.NONE);
                read++;
            } catch (DicomException e) {
                refused++;
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                fail("mutation " + i + " of seed " + SEED, e);
            }
        }

        // Then
        assertThat(read).isGreaterThan(500);
        assertThat(refused).isGreaterThan(500);
    }

    private static byte[] mutate(byte[] seed, Random random) {
        byte[] mutant = seed.clone();
        int edits = 1 + random.nextInt(6);
        for (int i = 0; i < edits; i++) {
            int reach = random.nextBoolean() ? mutant.length : Math.min(mutant.length, 1200);
            int at = random.nextInt(reach);
            mutant[at] =
                    (byte) (random.nextBoolean() ? random.nextInt(256) : TEMPTING[random.nextInt(TEMPTING.length)]);
        }
        return random.nextInt(10) == 0 ? Arrays.copyOf(mutant, random.nextInt(mutant.length)) : mutant;
    }
}
