package org.meridiandx.bench.results;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.meridiandx.bench.load.ProcessCpu;
import org.meridiandx.bench.patients.PatientLoad;
import org.meridiandx.bench.patients.SyntheticPatient;
import org.meridiandx.bench.patients.SyntheticPatients;
import org.meridiandx.bench.stand.Identity;
import org.meridiandx.bench.stand.RegionService;
import org.meridiandx.bench.stand.Server;
import org.meridiandx.bench.stand.Stand;
import org.meridiandx.bench.trials.Measured;
import org.meridiandx.bench.trials.PartCpu;
import org.meridiandx.dev.persona.Persona;
import org.meridiandx.dev.persona.SampleRegion;
import org.meridiandx.dev.persona.TokenClient;

/// A region of which result-service and PostgreSQL have the servers' processor to themselves; who
/// answers their questions (identity-service, order-service, Kafka) runs beside the generator.
///
/// @param results the service that is measured, in one version or two
/// @param orders whom it asks for orders
record ResultStage(
        Stand stand, Identity.Running identity, List<Running> results, Server orders, SyntheticPatients patients)
        implements AutoCloseable {

    /// The region, and identity-service's database.
    static final String REGION = "bench_results";

    /// result-service's database.
    static final String DATABASE = "bench_result_service";

    private static final String ORDERS = "bench_result_orders";

    /// A recording sees all of a stack.
    private static final List<String> FLAGS = List.of("-XX:FlightRecorderOptions=stackdepth=256");

    /// Whose clinicians have a ground of access for every patient.
    private static final String ORGANISATION = "RX901";

    /// A build of result-service.
    ///
    /// @param label for people; empty where there is only one
    /// @param root the checkout that it was built in
    /// @param flags of its JVM
    record Version(String label, Path root, List<String> flags) {
        Version {
            flags = List.copyOf(flags);
        }
    }

    /// One that runs.
    ///
    /// @param mllpPort where it takes HL7 v2
    record Running(String label, Server server, int mllpPort, Parts parts) implements Measured {
        @Override
        public ProcessHandle service() {
            return server.handle();
        }

        @Override
        public PartCpu cpu() {
            return parts.cpu(server);
        }
    }

    /// What else runs.
    record Parts(Stand stand, Server identity, Server orders) {
        PartCpu cpu(Server service) {
            var seconds = new TreeMap<String, Double>();
            double compilers = ProcessCpu.ofCompilers(service.handle().pid());
            seconds.put(PartCpu.SERVICE, service.cpuSeconds() - compilers);
            seconds.put("its compilers", compilers);
            double ofOthers =
                    stand.database().cpuSeconds(REGION) + stand.database().cpuSeconds(ORDERS);
            seconds.put(PartCpu.DATABASE, stand.database().cpuSeconds() - ofOthers);
            seconds.put("databases of others", ofOthers);
            seconds.put("identity-service", identity.cpuSeconds());
            seconds.put("order-service", orders.cpuSeconds());
            seconds.put("Kafka", stand.broker().cpuSeconds());
            return new PartCpu(seconds);
        }
    }

    /// Starts the services and fills identity-service's tables where they do not hold these
    /// patients yet.
    static ResultStage start(Stand stand, int patients, List<Version> versions, Consumer<String> news)
            throws IOException, InterruptedException, SQLException {
        var sample = SampleRegion.keptIn(stand.home());
        news.accept("starting identity-service, order-service and result-service");
        var identity = Identity.start(
                stand,
                new Identity.Settings(
                        REGION, sample.issuerKeys().directory(), sample.bootstrapFile(), false, List.of()));
        var issuer = identity.server().base();
        var region = new HashMap<>(RegionService.peer("IDENTITY", issuer.getPort()));
        region.put("MERIDIAN_REGION", REGION);
        region.put("MERIDIAN_ISSUER", issuer.toString());
        region.put("MERIDIAN_JWKS_URL", "http://127.0.0.1:" + issuer.getPort() + "/oauth2/jwks");
        int port = RegionService.freePort();
        var orders = RegionService.start(
                stand,
                new RegionService.Plan(
                        stand.root().resolve("order-service"), ORDERS, ORDERS, port, false, List.of(), region));
        region.putAll(RegionService.peer("ORDERS", port));
        var parts = new Parts(stand, identity.server(), orders);
        var results = new ArrayList<Running>();
        for (var version : versions) {
            results.add(start(parts, version, region));
        }
        var stage = new ResultStage(stand, identity, results, orders, new SyntheticPatients(patients));
        stage.fillPatients(news);
        return stage;
    }

    private static Running start(Parts parts, Version version, Map<String, String> region)
            throws IOException, InterruptedException, SQLException {
        int mllp = RegionService.freePort();
        var settings = new HashMap<>(region);
        settings.put("MERIDIAN_MLLP_PORT", String.valueOf(mllp));
        var flags = new ArrayList<>(FLAGS);
        flags.addAll(version.flags());
        String name = version.label().isEmpty() ? "result-service" : "result-service-" + version.label();
        var server = RegionService.start(
                parts.stand(),
                new RegionService.Plan(
                        version.root().resolve("result-service"),
                        name,
                        DATABASE,
                        RegionService.freePort(),
                        false,
                        flags,
                        settings));
        return new Running(version.label(), server, mllp, parts);
    }

    private void fillPatients(Consumer<String> news) throws IOException, InterruptedException, SQLException {
        stand.cores().prepare();
        try (var connection = stand.database().connect(REGION)) {
            var load = new PatientLoad(connection, patients, ORGANISATION, news);
            if (!load.isDone()) {
                load.run();
            }
        }
    }

    /// Gives everybody the processor that is theirs for the rest of the run.
    void bind() throws IOException, InterruptedException {
        for (var beside : List.of(
                identity.server().handle(), orders.handle(), stand.broker().handle())) {
            stand.cores().moveAside(beside);
        }
        stand.cores().generate();
    }

    /// Anybody.
    SyntheticPatient any() {
        return patients.at(ThreadLocalRandom.current().nextInt(patients.count()));
    }

    /// An access token that is good for some minutes.
    String token(Persona persona) throws IOException {
        var sample = SampleRegion.keptIn(stand.home());
        try (var http = HttpClient.newHttpClient()) {
            return new TokenClient(http, identity.server().base().toString(), sample).fetch(persona);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Stopped while asking for a token", e);
        }
    }

    @Override
    public void close() {
        results.forEach(each -> each.server().close());
        orders.close();
        identity.server().close();
    }
}
