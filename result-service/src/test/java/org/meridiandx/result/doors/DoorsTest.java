package org.meridiandx.result.doors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.meridiandx.result.bundles.BundleDoor;
import org.meridiandx.testkit.shared.SharedData;

/// Whatever the bytes: a door lets in what is sound or refuses it, and throws nothing. Here over the samples, over what
/// fuzzing once found (`fuzz/[door]`), and over mutations of them by a fixed seed, for some seconds; without end by
/// Jazzer (`CONTRIBUTING.md`). What breaks a door is written to `target/fuzz/[door]`.
class DoorsTest {
    private static final long SEED = Long.getLong("seed", 20261122);
    /// However slow the machine is.
    private static final int LEAST = 200;
    private static final int MUTATIONS = Integer.getInteger("mutations", 20_000);
    private static final Duration BUDGET = Duration.ofSeconds(Integer.getInteger("fuzz.seconds", 2));
    private static final int LARGEST_SAMPLE = 40_000;

    /// @param separators what divides the parts of its format
    /// @param samples glob of our own golden files, then of the shared data
    enum Door {
        HL7("\r|^~&\\", "golden/oru", "hl7v2,hostile/hl7v2", "*.hl7", Hl7Door::takes),
        EDIFACT("'+:?", "golden/edifact", "extras/nhs_edifact_pathology", "*.{edi,dat}", EdifactDoor::takes),
        FHIR("{}[],:", "fuzz/samples", "fhir/ukcore_examples/json,hostile/fhir_json", "*.json", FhirDoor::takes),
        BUNDLE("{}[],:", "fuzz/samples", "fhir/nhse_pathology/json", "*.json", BundleDoor::takes);

        private final String separators;
        private final String own;
        private final String shared;
        private final String glob;
        private final Predicate<byte[]> takes;

        Door(String separators, String own, String shared, String glob, Predicate<byte[]> takes) {
            this.separators = separators;
            this.own = own;
            this.shared = shared;
            this.glob = glob;
            this.takes = takes;
        }

        List<byte[]> samples() {
            var others = Files.isDirectory(SharedData.location())
                    ? Stream.of(shared.split(","))
                            .flatMap(folder -> files(SharedData.location().resolve(folder), glob))
                    : Stream.<byte[]>empty();
            return Stream.concat(
                            files(Path.of("src/test/resources").resolve(own), glob), Stream.concat(found(), others))
                    .toList();
        }

        Stream<byte[]> found() {
            return files(Path.of("src/test/resources/fuzz").resolve(name().toLowerCase(Locale.ROOT)), "*");
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeOrRefuseEverySample(Door door) throws IOException {
        // Given
        var samples = door.samples();

        // When
        for (var sample : samples) {
            feed(door, sample);
        }

        // Then
        assertThat(samples).isNotEmpty().anyMatch(door.takes);
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeOrRefuseWhateverSendersBreak(Door door) throws IOException {
        // Given
        var samples = door.samples();
        var mutations = new Mutations(door.separators, samples, SEED);
        var end = System.nanoTime() + BUDGET.toNanos();
        var taken = 0;
        var fed = 0;

        // When
        while (fed < LEAST || (fed < MUTATIONS && System.nanoTime() < end)) {
            taken += feed(door, mutations.next()) ? 1 : 0;
            fed++;
        }

        // Then
        assertThat(taken).isBetween(1, fed - 1);
    }

    private static boolean feed(Door door, byte[] bytes) throws IOException {
        try {
            return door.takes.test(bytes);
        } catch (RuntimeException | StackOverflowError | AssertionError broken) {
            var folder = Files.createDirectories(
                    Path.of("target/fuzz").resolve(door.name().toLowerCase(Locale.ROOT)));
            var file = folder.resolve(HexFormat.of().toHexDigits(Arrays.hashCode(bytes)));
            Files.write(file, bytes);
            throw new AssertionError(door + " is broken by " + file + " (seed " + SEED + ")", broken);
        }
    }

    private static Stream<byte[]> files(Path folder, String glob) {
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        var matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
        try (var found = Files.walk(folder)) {
            return found
                    .filter(file ->
                            matcher.matches(file.getFileName()) && file.toFile().length() < LARGEST_SAMPLE)
                    .filter(Files::isRegularFile)
                    .sorted()
                    .map(DoorsTest::read)
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
