package org.meridiandx.bench.identity;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import org.meridiandx.bench.load.HttpCalls;
import org.meridiandx.bench.load.Load;

/// What audit costs a read. There is no setting that turns audit off, and there will be none; so the CPU time of the
/// service is looked at from inside while it answers reads, and told apart by what it went to.
///
/// The instance does not write the audit log itself: it stands for any service, which gives its lines to Kafka.
final class AuditPart implements Part {

    private static final String NO_LOG = "-Dmp.messaging.incoming.audit.enabled=false";

    @Override
    public String name() {
        return "audit";
    }

    /// @param share CPU time for audit as a share of the rest of the service's
    /// @param samples how many looks it rests on
    /// @param brokerCpuSecondsPerThousand of Kafka, beside
    record Figures(
            double share,
            long samples,
            double readsPerSecond,
            double serviceCpuSecondsPerThousand,
            double brokerCpuSecondsPerThousand) {}

    @Override
    public Section measure(Setting setting) throws IOException, InterruptedException, SQLException {
        try (var stage = PatientStage.start(setting, List.of(NO_LOG))) {
            var server = stage.running().server();
            int connections = setting.pace().connections();
            setting.news().accept("audit: warming up");
            new Load(reads(stage), connections).closedLoop(setting.pace().warmUp());
            var load = new Load(reads(stage), connections);
            setting.news().accept("audit: reads, with a recording");
            Path file = setting.stand().home().resolve("audit.jfr");
            double service = server.cpuSeconds();
            double broker = setting.stand().broker().cpuSeconds();
            var recording = CpuRecording.start(server.handle());
            var closed =
                    load.closedLoop(setting.loop().multipliedBy(setting.pace().runs()));
            recording.stop(file);
            service = server.cpuSeconds() - service;
            broker = setting.stand().broker().cpuSeconds() - broker;
            var split = AuditShare.of(file);
            var figures = new Figures(
                    split.share(),
                    split.samples(),
                    closed.perSecond(),
                    service * 1000 / closed.pieces(),
                    broker * 1000 / closed.pieces());
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
                "  %.0f reads/s; CPU s per 1,000: service %.3f, and Kafka beside it %.3f",
                figures.readsPerSecond(),
                figures.serviceCpuSecondsPerThousand(),
                figures.brokerCpuSecondsPerThousand()));
        return lines;
    }
}
