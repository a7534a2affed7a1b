package org.meridiandx.bench.identity;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.meridiandx.bench.load.Latencies;
import org.meridiandx.bench.load.Load;
import org.meridiandx.bench.load.Scenario;
import org.meridiandx.bench.load.Worker;
import org.meridiandx.contracts.api.v1.AccessCaller;
import org.meridiandx.contracts.api.v1.AccessDecisionsGrpc;
import org.meridiandx.contracts.api.v1.AccessQuestion;
import org.meridiandx.contracts.api.v1.DecideRequest;

/// Access decisions over gRPC, one question a call: each about another patient, so that each needs the database. Every
/// third asker has no ground and has to be refused.
final class DecisionPart implements Part {

    private static final double PER_SECOND = 2000;
    private static final String STRANGER = "Y90099";

    @Override
    public String name() {
        return "decisions";
    }

    @Override
    public Section measure(Setting setting) throws IOException, InterruptedException, SQLException {
        var lines = new ArrayList<String>();
        lines.add("Access decisions over gRPC, one a call, server and database on one core");
        try (var stage = PatientStage.start(setting, List.of())) {
            var channel = ManagedChannelBuilder.forAddress(
                            "127.0.0.1", stage.running().server().base().getPort())
                    .usePlaintext()
                    .build();
            try {
                var load = new Load(scenario(stage, channel), 2 * setting.pace().connections());
                setting.warmUp().of(load);
                setting.news().accept("decisions: closed loop");
                var before = CpuSplit.now(setting, stage);
                var closed = load.closedLoop(setting.loop());
                var cpu = CpuSplit.now(setting, stage).perThousand(before, closed.pieces());
                var runs = new ArrayList<Latencies>();
                for (int run = 1; run <= setting.pace().runs(); run++) {
                    setting.news().accept("decisions: open loop, run " + run);
                    runs.add(load.openLoop(setting.loop(), PER_SECOND));
                }
                lines.add(line(closed, runs));
                lines.add("      " + cpu.line());
                boolean good = closed.errors() == 0 && runs.stream().allMatch(run -> run.errors() == 0);
                return new Section(
                        name(), lines, Map.of("closed", closed, "open", runs, "cpuSecondsPerThousand", cpu), good);
            } finally {
                channel.shutdownNow();
            }
        }
    }

    private static String line(Latencies closed, List<Latencies> runs) {
        var p99 = runs.stream().mapToDouble(run -> run.millis(99)).sorted().toArray();
        var p50 = runs.stream().mapToDouble(run -> run.millis(50)).sorted().toArray();
        return String.format(
                Locale.ROOT,
                "  p50 %.2f ms  p99 %.2f ms (median; worst run %.2f) at %.0f/s open loop; closed loop %.0f/s",
                p50[p50.length / 2],
                p99[p99.length / 2],
                p99[p99.length - 1],
                PER_SECOND,
                closed.perSecond());
    }

    private static Scenario scenario(PatientStage stage, ManagedChannel channel) {
        var headers = new Metadata();
        headers.put(
                Metadata.Key.of("x-meridian-internal", Metadata.ASCII_STRING_MARSHALLER),
                stage.running().internalToken());
        var stub = AccessDecisionsGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
        var number = new AtomicLong();
        return new Calls("decisions", "one decision", () -> {
            boolean isStranger = number.getAndIncrement() % 3 == 0;
            var answers = stub.decide(question(stage.any().id(), isStranger)).getAnswersList();
            return answers.size() == 1 && answers.getFirst().getAllowed() != isStranger;
        });
    }

    /// Calls of a client that all workers share.
    ///
    /// @param call whether the answer was the right one
    private record Calls(String name, String what, BooleanSupplier call) implements Scenario {
        @Override
        public void prepare(int pieces) {
            // Questions are made as they are sent.
        }

        @Override
        public Worker open() {
            return new Worker() {
                @Override
                public boolean work() {
                    return call.getAsBoolean();
                }

                @Override
                public void close() {
                    // The channel is everybody's.
                }
            };
        }
    }

    private static DecideRequest question(String patientId, boolean isStranger) {
        return DecideRequest.newBuilder()
                .setCaller(AccessCaller.newBuilder()
                        .setClientId("bench")
                        .setOrganisation(isStranger ? STRANGER : PatientStage.ORGANISATION)
                        .setRole("clinician")
                        .setPurpose("direct-care"))
                .addQuestions(AccessQuestion.newBuilder()
                        .setResourceType("DiagnosticReport")
                        .setAction("r")
                        .setPatientId(patientId))
                .build();
    }
}
