package org.meridiandx.dev.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meridiandx.dev.process.Mark;

/// Real caches of fake services.
class AotTrainingIT {

    /// The one that is trained first.
    private static final Service FIRST = Service.values()[0];

    @TempDir
    Path folder;

    private RegionSettings settings;

    @BeforeEach
    void makeRoot() throws IOException {
        Path root = FakeRoot.make(Files.createDirectories(folder.resolve("root")));
        settings = new RegionSettings(root, folder.resolve("home"), folder.resolve("data"), 0, false);
    }

    @Test
    void shouldStartAServiceFromTheCacheThatWasMadeWhileTheRegionWasUp() throws Exception {
        // Given
        try (var region = start()) {
            assertThat(arguments(region, FIRST)).noneMatch(argument -> argument.contains("AOTCache"));
            region.train();
            await(() -> ServicePart.cache(FIRST, settings.root()).fits());
        }

        // When
        try (var region = start()) {

            // Then
            assertThat(arguments(region, FIRST))
                    .contains("-XX:AOTCache=" + FIRST.runner(settings.root()).resolveSibling("app.aot"));
        }
    }

    @Test
    void shouldStartWithoutACacheThatIsForeignOrBroken() throws Exception {
        // Given
        Files.writeString(Service.ORDER.runner(settings.root()).resolveSibling("app.aot"), "no cache at all");
        ServicePart.cache(Service.ORDER, settings.root()).stampNow();
        Path foreign = Service.RESULT.runner(settings.root()).resolveSibling("app.aot");
        Files.writeString(foreign, "of another build");
        ServicePart.cache(Service.RESULT, settings.root()).stampNow();
        Files.writeString(foreign.resolveSibling("newer.jar"), "a library more");

        // When
        try (var region = start()) {

            // Then
            assertThat(region.state().status()).isEqualTo(RegionState.READY);
            assertThat(arguments(region, Service.ORDER)).anyMatch(argument -> argument.contains("AOTCache"));
            assertThat(arguments(region, Service.RESULT)).noneMatch(argument -> argument.contains("AOTCache"));
        }
    }

    @Test
    void shouldEndTheTrainingWithTheRegion() throws Exception {
        // Given
        try (var region = start()) {
            region.train();
            await(() -> Mark.findAll(settings.home()).stream()
                    .anyMatch(marked -> marked.part().equals("aot-training")));
        }

        // Then
        assertThat(Mark.findAll(settings.home())).isEmpty();
    }

    private Region start() {
        return Region.start(settings, RegionListener.all(List.of()));
    }

    private static List<String> arguments(Region region, Service service) {
        var process = region.state().part(service.title()).orElseThrow().process();
        return List.of(process.find().orElseThrow().info().arguments().orElseThrow());
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        var end = Instant.now().plus(Duration.ofMinutes(5));
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("waited long enough").isBefore(end);
            Thread.sleep(50);
        }
    }
}
