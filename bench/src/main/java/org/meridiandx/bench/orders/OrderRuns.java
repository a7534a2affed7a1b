package org.meridiandx.bench.orders;

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
import org.meridiandx.bench.load.WarmUp;

/// Warms every trial up, then measures them in turns.
///
/// @param news progress, for people
record OrderRuns(OrderStage stage, Pace pace, Consumer<String> news) {

    private static final double SHARE_OF_OPEN_LOOP = 0.5;

    /// How often and how long.
    ///
    /// @param recordings whether the first run of each is recorded
    record Pace(int runs, Duration warmUp, Duration loop, boolean recordings) {}

    List<OrderFigures> of(List<Trial> trials) throws IOException, InterruptedException, SQLException {
        var runs = new LinkedHashMap<Trial, List<OrderFigures.Run>>();
        for (var trial : trials) {
            new WarmUp(pace.warmUp(), news).of(new Load(trial.work().next(), trial.connections()));
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
                        run.closed().perSecond(),
                        run.cpu().own()));
            }
        }
        return figures(runs);
    }

    private OrderFigures.Run measure(Trial trial, int turn) throws IOException, InterruptedException {
        var closedLoop = new Load(trial.work().next(), trial.connections());
        var recording = pace.recordings() && turn == 1
                ? Optional.of(CpuRecording.start(trial.measured().server().handle()))
                : Optional.<CpuRecording>empty();
        var before = OrderCpu.now(stage, trial.measured());
        var closed = closedLoop.closedLoop(pace.loop());
        var cpu = OrderCpu.now(stage, trial.measured()).perThousand(before, closed.pieces());
        if (recording.isPresent()) {
            recording.get().stop(file(trial));
        }
        double rate = trial.perSecond() > 0 ? trial.perSecond() : closed.perSecond() * SHARE_OF_OPEN_LOOP;
        var open = new Load(trial.work().next(), trial.connections()).openLoop(pace.loop(), rate);
        return new OrderFigures.Run(closed, open, cpu);
    }

    private Path file(Trial trial) {
        return stage.stand().home().resolve(trial.name().replaceAll("[^A-Za-z0-9]+", "-") + ".jfr");
    }

    private static List<OrderFigures> figures(Map<Trial, List<OrderFigures.Run>> runs) throws SQLException {
        var figures = new ArrayList<OrderFigures>();
        for (var entry : runs.entrySet()) {
            var trial = entry.getKey();
            long errors = entry.getValue().stream()
                    .mapToLong(OrderFigures.Run::errors)
                    .sum();
            String fault = errors > 0 ? errors + " of them" : trial.check().fault();
            figures.add(new OrderFigures(trial.name(), trial.connections(), entry.getValue(), fault));
        }
        return figures;
    }
}
