package org.meridiandx.dev.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.dev.region.RegionSettings;

class CommandsTest {

    @TempDir
    Path folder;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream news = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(strings = {"status", "token gp", "logs"})
    void shouldSayThatNoRegionIsUp(String command) {
        // When
        int code = run(command.split(" "));

        // Then
        assertThat(code).isEqualTo(1);
        assertThat(output.size()).isZero();
        assertThat(news.toString(StandardCharsets.UTF_8)).contains("No region is up. Start one with: ./dx up");
    }

    @Test
    void shouldSayWhatIsNotBuiltWithoutAStackTrace() {
        // When
        int code = run("up", "--port", "0");

        // Then
        assertThat(code).isEqualTo(1);
        assertThat(news.toString(StandardCharsets.UTF_8))
                .contains("Not built yet", "order-service")
                .doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "up --port 99999",
                "up --port abc",
                "up --port -1",
                "up --mllp-port 65534",
                "up --bogus",
                "token nobody",
                "token",
                "logs nothing-of-ours",
                "logs -n many",
                "fly"
            })
    void shouldRefuseWhatItDoesNotKnowWithExitCode2(String typed) {
        // When
        int code = run(typed.split(" "));

        // Then
        assertThat(code).isEqualTo(2);
        assertThat(output.size()).isZero();
        assertThat(news.toString(StandardCharsets.UTF_8)).contains("--help").doesNotContain("\tat ", "Exception");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            delimiter = ';',
            value = {
                "up --port 99999; '99999' is no port; choose one from 1 to 65535",
                "up --mllp-port x; 'x' is no port; choose one from 1 to 65533",
                "token nobody; There is no persona 'nobody'. Choose one of: gp",
                "token outsider; There is no persona 'outsider'",
                "up --bogus; Unknown option: '--bogus'",
                "logs postgre; There is no part 'postgre'. Choose one of: supervisor"
            })
    void shouldSayWhatIsWrong(String typed, String message) {
        // When
        run(typed.split(" "));

        // Then
        assertThat(news.toString(StandardCharsets.UTF_8)).contains(message);
    }

    @Test
    void shouldShowTheSupervisorsLogAlsoAfterItsEnd() throws IOException {
        // Given
        Path home = Files.createDirectories(folder.resolve("home"));
        Files.writeString(RegionSettings.supervisorLog(home), "12:00:00   postgres               starting\n");

        // When
        int code = run("logs", "supervisor");

        // Then
        assertThat(code).isZero();
        assertThat(output.toString(StandardCharsets.UTF_8)).contains("==> supervisor (", "postgres", "starting");
    }

    @Test
    void shouldHaveNothingToStopWhenNothingRuns() {
        assertThat(run("down")).isZero();
    }

    private int run(String... arguments) {
        var terminal = new Terminal(stream(output), stream(news), false);
        return Commands.of(new Workplace(folder, folder.resolve("home")), terminal, List.of())
                .execute(arguments);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
