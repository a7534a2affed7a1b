package org.meridiandx.dev.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meridiandx.dev.process.Mark;
import org.meridiandx.dev.process.ProcessId;

/// Real processes that wait for their input to end.
class LeftoversTest {

    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();
    private final List<String> news = new ArrayList<>();

    @AfterEach
    void endAll() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void shouldFindAProcessThatNoFileNames() throws IOException {
        // Given
        var orphan = waiting(new Mark("order-service", home()).argument());

        // When
        var ended = Leftovers.end(home(), data(), listener());

        // Then
        assertThat(ended).containsExactly("order-service");
        assertThat(orphan.onExit().join().isAlive()).isFalse();
        assertThat(news).containsExactly("stopping order-service", "stopped order-service");
        assertThat(Leftovers.find(home(), data()).isEmpty()).isTrue();
    }

    @Test
    void shouldLeaveTheProcessesOfOthersAlone() throws IOException {
        // Given: another home's, one that took over a number, and one that PostgreSQL's lock names wrongly
        var others = waiting(new Mark("order-service", folder.resolve("elsewhere")).argument());
        var successor = waiting("-");
        long now = ProcessId.of(successor.toHandle()).startedAtMillis();
        state(new RegionState.PartState("kafka", new ProcessId(successor.pid(), now - 60_000), "", "log"))
                .write(Files.createDirectories(home()));
        var named = waiting("-");
        Path lock = Files.createDirectories(data().resolve("postgres")).resolve("postmaster.pid");
        Files.writeString(lock, named.pid() + "\n" + data() + "\n");

        // When
        var ended = Leftovers.end(home(), data(), listener());
        new PostgresServer(data().resolve("postgres")).stop();

        // Then
        assertThat(ended).isEmpty();
        assertThat(List.of(others, successor, named)).allMatch(Process::isAlive);
        assertThat(lock).doesNotExist();
        assertThat(RegionState.read(home())).isEmpty();
    }

    @Test
    void shouldEndNothingWhereASupervisorIsAtWork() {
        try (var lock = RegionLock.take(home())) {
            assertThatExceptionOfType(RegionException.class)
                    .isThrownBy(() -> Leftovers.end(home(), data(), listener()))
                    .withMessageContaining("already up");
        }
    }

    private Path home() {
        return folder.resolve("home");
    }

    private Path data() {
        return folder.resolve("data");
    }

    private RegionState state(RegionState.PartState part) {
        return new RegionState(
                RegionState.READY,
                "north",
                "http://localhost:1",
                data().toString(),
                ProcessId.NONE,
                Map.of(),
                "",
                "",
                List.of(part));
    }

    private Process waiting(String mark) throws IOException {
        var process = new ProcessBuilder("sh", "-c", "read -r nothing", mark).start();
        processes.add(process);
        return process;
    }

    private RegionListener listener() {
        return new RegionListener() {
            @Override
            public void stopping(String part) {
                news.add("stopping " + part);
            }

            @Override
            public void stopped(String part, Duration after) {
                news.add("stopped " + part);
            }
        };
    }
}
