package org.meridiandx.dev.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.dev.cli.Commands;
import org.meridiandx.dev.cli.Terminal;
import org.meridiandx.dev.cli.Workplace;

class DeadLettersCommandTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "dead-letters, 1, No region is up",
        "dead-letters list, 1, No region is up",
        "dead-letters replay 0-1 2-3, 1, No region is up",
        "dead-letters replay --all, 1, No region is up",
        "dead-letters --help, 0, replay --all"
    })
    void shouldTakeItsWordsAndWantARegion(String line, int expected, String told) {
        // Given
        var said = new ByteArrayOutputStream();
        var stream = new PrintStream(said, true, StandardCharsets.UTF_8);
        var workplace = new Workplace(folder, folder.resolve("home"));
        var terminal = new Terminal(stream, stream, false);
        var commands = Commands.of(workplace, terminal, List.of(new DeadLettersCommand(workplace, terminal)));
        commands.setOut(new PrintWriter(stream, true, StandardCharsets.UTF_8));

        // When
        var code = commands.execute(line.split(" "));

        // Then
        assertThat(code).isEqualTo(expected);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains(told);
    }
}
