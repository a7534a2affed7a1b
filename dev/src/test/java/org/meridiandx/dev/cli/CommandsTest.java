package org.meridiandx.dev.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
