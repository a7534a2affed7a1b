package org.meridiandx.dev.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.dev.cli.Commands;
import org.meridiandx.dev.cli.Terminal;
import org.meridiandx.dev.cli.Workplace;
import org.meridiandx.dev.persona.SampleRegion;
import org.meridiandx.dev.process.ProcessId;
import org.meridiandx.dev.region.RegionState;

class KeysCommandTest {
    private static final Instant NOON = Instant.parse("2026-09-01T12:00:00Z");

    @TempDir
    Path home;

    private Path data;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @BeforeEach
    void beUp() throws IOException {
        data = home.resolve("data");
        var state = new RegionState(
                RegionState.READY,
                "north",
                "http://localhost:1",
                data.toString(),
                ProcessId.of(ProcessHandle.current()),
                Map.of(),
                "",
                "",
                List.of());
        new ObjectMapper().writeValue(home.resolve("region.json").toFile(), state);
    }

    @Test
    void shouldLayTheNextKeyBesideTheFirst() throws IOException {
        // Given
        var first = SampleRegion.issuerKeysIn(data).files().getFirst();
        var before = Files.readString(first);

        // When
        var code = run("keys", "rotate");

        // Then
        assertThat(code).isZero();
        assertThat(told()).contains("issuer-20260901T121000Z.pem signs with RS256 from 2026-09-01T12:10:00Z");
        var files = SampleRegion.issuerKeysIn(data).files();
        assertThat(files)
                .extracting(file -> file.getFileName().toString())
                .containsExactly("issuer.pem", "issuer-20260901T121000Z.pem");
        assertThat(Files.readString(first)).isEqualTo(before);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.getLast())))
                .isEqualTo("rw-------");
        assertThat(Files.readString(files.getLast()))
                .startsWith("-----BEGIN PRIVATE KEY-----")
                .isNotEqualTo(before);
    }

    @Test
    void shouldKeepTheKeyOfAnEarlierRelease() throws IOException {
        // Given
        var earlier = Files.createDirectories(data.resolve("personas")).resolve("issuer.pem");
        Files.writeString(earlier, "the key of before");

        // When
        var code = run("keys", "list");

        // Then
        assertThat(code).isZero();
        assertThat(told()).isEqualToIgnoringNewLines("issuer.pem  the first");
        assertThat(Files.readString(SampleRegion.issuerKeysIn(data).files().getFirst()))
                .isEqualTo("the key of before");
    }

    @ParameterizedTest
    @CsvSource({
        "keys rotate --in 6, 2, --in 7 or more",
        "keys rotate --in 999999999, 2, --in 525600 or less",
        "keys rotate --in 7 --kind ec, 0, signs with ES256 from 2026-09-01T12:07:00Z",
        "keys rotate --kind dsa, 2, --kind",
        "keys rotate --help, 0, no refused request"
    })
    void shouldTakeItsWords(String line, int expected, String told) {
        // When
        var code = run(line.split(" "));

        // Then
        assertThat(code).isEqualTo(expected);
        assertThat(told()).contains(told);
    }

    private int run(String... words) {
        var stream = new PrintStream(said, true, StandardCharsets.UTF_8);
        var workplace = new Workplace(home, home);
        var terminal = new Terminal(stream, stream, false);
        var keys = new KeysCommand(workplace, terminal, Clock.fixed(NOON, ZoneOffset.UTC));
        var commands = Commands.of(workplace, terminal, List.of(keys));
        commands.setOut(new PrintWriter(stream, true, StandardCharsets.UTF_8));
        return commands.execute(words);
    }

    private String told() {
        return said.toString(StandardCharsets.UTF_8);
    }
}
