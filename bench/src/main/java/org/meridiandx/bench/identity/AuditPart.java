package org.meridiandx.bench.identity;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import org.meridiandx.bench.load.CpuRecording;
import org.meridiandx.bench.load.HttpCalls;
import org.meridiandx.bench.load.Load;

/// What audit costs a read. There is no setting that turns audit off, and there will be none; so the CPU time of the
/// service is looked at from inside while it answers reads, and told apart by what it went to.
///
/// The instance does not write the audit log itself: it stands for any service, which gives its lines to Kafka.
final class AuditPart implements Part {

    /// A region of its own: else what nobody has written to the log yet would be in the way of other parts.
    static final String REGION = "bench_audit";

    private static final List<String> NO_LOG =
            List.of("-Dmp.messaging.incoming.audit.enabled=false", "-Dmeridian.region=" + REGION);

    @Override
    public String name() {
        return "audit";
    }

    /// @param share CPU time for audit as a share of the rest of the service's
    /// @param samples how many looks it rests on
    /// @param cpuSecondsPerThousand of a read, with audit
    record Figures(double share, long samples, double readsPerSecond, CpuSplit cpuSecondsPerThousand) {}

    @Override
    public Section measure(Setting setting) throws IOException, InterruptedException, SQLException {
        try (var stage = PatientStage.start(setting, NO_LOG)) {
            var server = stage.running().server();
            int connections = setting.pace().connections();
            setting.warmUp().of(new Load(reads(stage), connections));
            var load = new Load(reads(stage), connections);
            setting.news().accept("audit: reads, with a recording");
            Path file = setting.stand().home().resolve("audit.jfr");
            var before = CpuSplit.now(setting, stage);
            var recording = CpuRecording.start(server.handle());
            var closed =
                    load.closedLoop(setting.loop().multipliedBy(setting.pace().runs()));
            recording.stop(file);
            var cpu = CpuSplit.now(setting, stage).perThousand(before, closed.pieces());
            var split = AuditShare.of(file);
            var figures = new Figures(split.share(), split.samples(), closed.perSecond(), cpu);
            var content = new LinkedHashMap<String, Object>();
            content.put("figures", figures);
            content.put("reads", closed);
            return new Section(name(), lines(figures), content, closed.errors() == 0);
        }
    }

    private static HttpCalls reads(PatientStage stage) throws IOException {
        String token = stage.token();
        return new HttpCalls("read", "Patient by id", stage.running().server().base(), () -> {
            var patient = stage.any();
            return stage.call("/fhir/R4/Patient/" + patient.id(), token, patient);
        });
    }

    private static List<String> lines(Figures figures) {
        var lines = new ArrayList<String>();
        lines.add("Audit in the path of a read (Patient by id), by CPU samples inside the service");
        lines.add(String.format(
                Locale.ROOT,
                "  audit costs %.1f %% of the rest of a read's CPU time in the service (%d samples)",
                figures.share() * 100,
                figures.samples()));
        lines.add(String.format(
                Locale.ROOT,
                "  %.0f reads/s; %s",
                figures.readsPerSecond(),
                figures.cpuSecondsPerThousand().line()));
        return lines;
    }
}
