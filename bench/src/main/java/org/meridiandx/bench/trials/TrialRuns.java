package org.meridiandx.bench.trials;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.meridiandx.bench.load.CpuRecording;
import org.meridiandx.bench.load.Load;
import org.meridiandx.bench.load.ProcessMemory;
import org.meridiandx.bench.load.WarmUp;

/// Warms every trial up, then measures them in turns.
///
/// @param home where recordings go
/// @param news progress, for people
public record TrialRuns(Path home, Pace pace, Consumer<String> news) {

    private static final double SHARE_OF_OPEN_LOOP = 0.5;

    /// How often and how long.
    ///
    /// @param recordings whether the first run of each is recorded
    public record Pace(int runs, Duration warmUp, Duration loop, boolean recordings) {}

    /// Measures them all.
    public List<TrialFigures> of(List<Trial> trials) throws IOException, InterruptedException, SQLException {
        var runs = new LinkedHashMap<Trial, List<TrialFigures.Run>>();
        for (var trial : trials) {
            new WarmUp(pace.warmUp(), news)
                    .of(new Load(trial.work().next(), trial.pace().connections()));
        }
        for (int turn = 1; turn <= pace.runs(); turn++) {
            for (var trial : trials) {
                var run = measure(trial, turn);
                runs.computeIfAbsent(trial, first -> new ArrayList<>()).add(run);
                news.accept(String.format(
                        Locale.ROOT,
                        "run %d of %d: %s %.0f/s, %.3f CPU s per 1,000",
                        turn,
                        pace.runs(),
                        trial.name(),
                        run.closed().perSecond() * trial.pace().things(),
                        run.cpu().own()));
            }
        }
        return figures(runs);
    }

    private TrialFigures.Run measure(Trial trial, int turn) throws IOException, InterruptedException {
        var offered = trial.pace();
        var closedLoop = new Load(trial.work().next(), offered.connections());
        var service = trial.measured().server().handle();
        var recording = pace.recordings() && turn == 1
                ? Optional.of(CpuRecording.start(service))
                : Optional.<CpuRecording>empty();
        var before = trial.region().cpu(trial.measured());
        var closed = closedLoop.closedLoop(pace.loop());
        var cpu = trial.region().cpu(trial.measured()).perThousand(before, (double) closed.pieces() * offered.things());
        long resident = ProcessMemory.residentMegabytes(service.pid());
        if (recording.isPresent()) {
            recording.get().stop(home.resolve(trial.name().replaceAll("[^A-Za-z0-9]+", "-") + ".jfr"));
        }
        double rate = offered.perSecond() > 0 ? offered.perSecond() : closed.perSecond() * SHARE_OF_OPEN_LOOP;
        var open = new Load(trial.work().next(), offered.connections()).openLoop(pace.loop(), rate);
        return new TrialFigures.Run(closed, open, cpu, resident);
    }

    private static List<TrialFigures> figures(Map<Trial, List<TrialFigures.Run>> runs) throws SQLException {
        var figures = new ArrayList<TrialFigures>();
        for (var entry : runs.entrySet()) {
            var trial = entry.getKey();
            long errors = entry.getValue().stream()
                    .mapToLong(TrialFigures.Run::errors)
                    .sum();
            String fault = errors > 0 ? errors + " of them" : trial.check().fault();
            var offered = trial.pace();
            figures.add(
                    new TrialFigures(trial.name(), offered.connections(), offered.things(), entry.getValue(), fault));
        }
        return figures;
    }
}
