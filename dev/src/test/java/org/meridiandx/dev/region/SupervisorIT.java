package org.meridiandx.dev.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meridiandx.dev.Main;
import org.meridiandx.dev.cli.Commands;
import org.meridiandx.dev.cli.Terminal;
import org.meridiandx.dev.cli.Workplace;
import org.meridiandx.dev.process.JavaCommand;
import org.meridiandx.dev.process.Mark;

/// A supervisor in a process of its own, which ends well or is killed; real PostgreSQL and Kafka, fake services.
class SupervisorIT {

    private static final RegionListener QUIET = new RegionListener() {};

    @TempDir
    Path folder;

    private Path root;
    private Path home;
    private Path data;
    private final List<Process> supervisors = new ArrayList<>();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @BeforeEach
    void makeRoot() throws IOException {
        root = FakeRoot.make(Files.createDirectories(folder.resolve("root")));
        home = folder.resolve("home");
        data = folder.resolve("data");
    }

    @AfterEach
    void endAll() {
        supervisors.forEach(supervisor -> supervisor.destroyForcibly().onExit().join());
        Leftovers.end(home, data, QUIET);
    }

    @Test
    void shouldStopByItselfWhatASupervisorLeftThatWasKilled() throws Exception {
        // Given
        var supervisor = startSupervisor();
        var state = awaitReady();

        // When
        supervisor.destroyForcibly().onExit().join();
        await(() -> Leftovers.find(home, data).isEmpty()
                && state.parts().stream().allMatch(part -> part.process().find().isEmpty()));

        // Then
        assertThat(run("status")).isEqualTo(1);
        assertThat(news()).contains("the supervisor of the last one died, and nothing of it is left running");
    }

    @Test
    void shouldShowAndEndWhatCannotStopByItself() throws Exception {
        // Given: a service that hangs, and PostgreSQL without the process that would stop it
        var supervisor = startSupervisor();
        var state = awaitReady();
        signal("STOP", state.part("order-service").orElseThrow().process().pid());
        Mark.findAll(home).stream()
                .filter(marked -> marked.part().equals("postgres"))
                .forEach(guard -> guard.process().find().orElseThrow().destroyForcibly());

        // When
        supervisor.destroyForcibly().onExit().join();
        await(() -> Leftovers.find(home, data).names().size() == 2);

        // Then
        assertThat(run("status")).isEqualTo(1);
        assertThat(news())
                .contains("leftovers of a region whose supervisor died")
                .contains("order-service (process "
                        + state.part("order-service").orElseThrow().process().pid() + ")")
                .contains("postgres (process ")
                .contains("./dx down", "./dx up");
        assertThat(run("down")).isZero();
        assertThat(news()).contains("order-service          stopping", "postgres               stopped in ");
        assertThat(state.parts()).allMatch(part -> part.process().find().isEmpty());
        try (var region = Region.start(new RegionSettings(root, home, data, 0, false), QUIET)) {
            assertThat(region.state().status()).isEqualTo(RegionState.READY);
        }
    }

    @Test
    void shouldStartAtFirstTryAfterASupervisorThatWasKilled() throws Exception {
        // Given
        var supervisor = startSupervisor();
        var state = awaitReady();
        supervisor.destroyForcibly().onExit().join();

        // When
        try (var region = Region.start(new RegionSettings(root, home, data, 0, false), QUIET)) {

            // Then
            assertThat(state.parts()).allMatch(part -> part.process().find().isEmpty());
            assertThat(region.state().status()).isEqualTo(RegionState.READY);
        }
    }

    @Test
    void shouldTellHowFarItIsWhenStopped() throws Exception {
        // Given
        startSupervisor();
        var state = awaitReady();

        // When
        int code = run("down");

        // Then
        assertThat(code).isZero();
        for (String part : Region.partNames()) {
            assertThat(news())
                    .containsPattern(part + " +stopping\n")
                    .containsPattern(part + " +stopped in \\d+\\.\\d s\n");
        }
        assertThat(news()).contains("The region is stopped.");
        assertThat(state.parts()).allMatch(part -> part.process().find().isEmpty());
        assertThat(RegionState.read(home)).isEmpty();
        assertThat(run("logs", "supervisor")).isZero();
        assertThat(news()).contains(RegionSettings.supervisorLog(home).toString());
    }

    @Test
    void shouldTellTheSupervisorInTheBackgroundNotToTrain() throws IOException {
        // Given: a supervisor that is told no home takes the root's
        home = root.resolve(".dx");

        // When
        int code = run("up", "--detach", "--no-training", "--port", "0", "--data", data.toString());

        // Then
        assertThat(code).as(news()).isZero();
        var supervisor = RegionState.read(home).orElseThrow().supervisor();
        assertThat(commandLine(supervisor.pid())).contains("--no-training");
        assertThat(run("down")).isZero();
    }

    private Process startSupervisor() throws IOException {
        var builder = new ProcessBuilder(
                JavaCommand.program(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-Dmeridian.root=" + root,
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName(),
                "up",
                "--no-training",
                "--port",
                "0",
                "--data",
                data.toString());
        builder.environment().put("DX_HOME", home.toString());
        var supervisor = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("supervisor.txt").toFile())
                .start();
        supervisors.add(supervisor);
        return supervisor;
    }

    private RegionState awaitReady() throws InterruptedException {
        await(() -> RegionState.read(home)
                .filter(state -> state.status().equals(RegionState.READY))
                .isPresent());
        return RegionState.read(home).orElseThrow();
    }

    private int run(String... arguments) {
        var stream = new PrintStream(said, true, StandardCharsets.UTF_8);
        return Commands.of(new Workplace(root, home), new Terminal(stream, stream, false), List.of())
                .execute(arguments);
    }

    private String news() {
        return said.toString(StandardCharsets.UTF_8);
    }

    /// As the system has it: the JDK does not tell a line as long as one with a class path of tests.
    private static List<String> commandLine(long pid) throws IOException {
        return List.of(Files.readString(Path.of("/proc", String.valueOf(pid), "cmdline"))
                .split("\0"));
    }

    private static void signal(String name, long pid) throws IOException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(pid))
                .start()
                .onExit()
                .join();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        var end = Instant.now().plus(Duration.ofMinutes(5));
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("waited long enough").isBefore(end);
            Thread.sleep(50);
        }
    }
}
