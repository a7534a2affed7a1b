package org.meridiandx.bench.identity;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.meridiandx.bench.load.HttpCalls;
import org.meridiandx.bench.load.Latencies;
import org.meridiandx.bench.load.Load;

/// Searches for one of many patients: decision, audit and all, as a clinician asks, without the gateway.
final class SearchPart implements Part {

    @Override
    public String name() {
        return "search";
    }

    /// @param closed as fast as it can, eight at a time
    /// @param open at the fixed rate, one entry a run
    /// @param cpuSecondsPerThousand in the closed loop; the service writes the audit log meanwhile
    /// @param plan what PostgreSQL did for one of them
    record Figures(Latencies closed, List<Latencies> open, CpuSplit cpuSecondsPerThousand, List<String> plan) {}

    @Override
    public Section measure(Setting setting) throws IOException, InterruptedException, SQLException {
        var lines = new ArrayList<String>();
        lines.add(String.format(
                Locale.ROOT, "Search among %,d patients, decision and audit included", setting.patients()));
        var figures = new LinkedHashMap<String, Figures>();
        try (var stage = PatientStage.start(setting, List.of())) {
            for (var search : Searches.values()) {
                var found = measure(setting, stage, search);
                figures.put(search.title(), found);
                lines.addAll(lines(search, found));
            }
        }
        boolean good = figures.values().stream()
                .allMatch(found ->
                        found.closed().errors() == 0 && found.open().stream().allMatch(open -> open.errors() == 0));
        return new Section(name(), lines, Map.of("patients", setting.patients(), "searches", figures), good);
    }

    private Figures measure(Setting setting, PatientStage stage, Searches search)
            throws IOException, InterruptedException, SQLException {
        int connections = setting.pace().connections();
        setting.warmUp().of(new Load(calls(stage, search), connections));
        setting.news().accept("search " + search.title() + ": closed loop");
        var before = CpuSplit.now(setting, stage);
        var closed = new Load(calls(stage, search), connections).closedLoop(setting.loop());
        var cpu = CpuSplit.now(setting, stage).perThousand(before, closed.pieces());
        var open = new ArrayList<Latencies>();
        for (int run = 1; run <= setting.pace().runs(); run++) {
            setting.news().accept("search " + search.title() + ": open loop, run " + run);
            open.add(new Load(calls(stage, search), connections).openLoop(setting.loop(), setting.searchRate()));
        }
        var patient = stage.any();
        var plan = new Explained(setting.stand(), PatientStage.NAME)
                .planOf("from patient_current", () -> send(stage, search.path(patient)));
        return new Figures(closed, open, cpu, plan);
    }

    private static HttpCalls calls(PatientStage stage, Searches search) throws IOException {
        String token = stage.token();
        return new HttpCalls("search", search.title(), stage.running().server().base(), () -> {
            var patient = stage.any();
            return stage.call(search.path(patient), token, patient);
        });
    }

    private static void send(PatientStage stage, String path) throws IOException {
        String token = stage.token();
        var patient = stage.any();
        try (var wire =
                new org.meridiandx.bench.load.HttpWire(stage.running().server().base())) {
            wire.exchange(stage.call(path, token, patient).request());
        }
    }

    private static List<String> lines(Searches search, Figures found) {
        var lines = new ArrayList<String>();
        var p99 = found.open().stream()
                .mapToDouble(run -> run.millis(99))
                .sorted()
                .toArray();
        var p50 = found.open().stream()
                .mapToDouble(run -> run.millis(50))
                .sorted()
                .toArray();
        lines.add(String.format(
                Locale.ROOT,
                "  %-16s p50 %.2f ms  p99 %.2f ms (median; worst run %.2f) at %.0f/s open loop; closed loop %.0f/s",
                search.title(),
                p50[p50.length / 2],
                p99[p99.length / 2],
                p99[p99.length - 1],
                found.open().getFirst().offeredPerSecond(),
                found.closed().perSecond()));
        lines.add("      " + found.cpuSecondsPerThousand().line());
        found.plan().stream()
                .filter(line -> line.contains("Scan") || line.startsWith("Execution"))
                .forEach(line -> lines.add("      " + line.strip()));
        return lines;
    }
}
