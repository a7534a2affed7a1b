package org.meridiandx.bench.orders;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.meridiandx.bench.patients.PatientLoad;
import org.meridiandx.bench.patients.SyntheticPatient;
import org.meridiandx.bench.patients.SyntheticPatients;
import org.meridiandx.bench.stand.Identity;
import org.meridiandx.bench.stand.RegionService;
import org.meridiandx.bench.stand.Server;
import org.meridiandx.bench.stand.Stand;
import org.meridiandx.dev.persona.Persona;
import org.meridiandx.dev.persona.SampleRegion;
import org.meridiandx.dev.persona.TokenClient;

/// A region of which order-service and PostgreSQL have the servers' processor to themselves; who answers their
/// questions (identity-service, result-service, imaging-index-service, Kafka) runs beside the generator.
///
/// @param orders the service that is measured, in one version or two
/// @param others by name, for their CPU time
record OrderStage(
        Stand stand,
        Identity.Running identity,
        List<Running> orders,
        Map<String, Server> others,
        SyntheticPatients patients)
        implements AutoCloseable {

    /// A build of order-service.
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
    record Running(String label, Server server, int mllpPort) {}

    /// The region, and identity-service's database.
    static final String REGION = "bench_orders";

    /// order-service's database.
    static final String DATABASE = "bench_order_service";

    private static final String RESULTS = "bench_order_results";
    private static final String IMAGING = "bench_order_imaging";

    /// Who asks: has a ground of access for every patient.
    static final Persona CALLER = Persona.HOSPITAL_DOCTOR;

    /// A recording sees all of a stack.
    private static final List<String> FLAGS = List.of("-XX:FlightRecorderOptions=stackdepth=256");

    private static final LocalDate YOUNGEST = LocalDate.of(2001, 1, 1);
    private static final LocalDate OLDEST = LocalDate.of(1981, 1, 1);
    private static final String ORGANISATION = "RX901";

    /// Starts the services and fills their tables where they do not hold these rows yet.
    static OrderStage start(Stand stand, int patients, List<Version> versions, Consumer<String> news)
            throws IOException, InterruptedException, SQLException {
        var sample = SampleRegion.keptIn(stand.home());
        news.accept("starting identity-service, result-service, imaging-index-service and order-service");
        var identity = Identity.start(
                stand,
                new Identity.Settings(
                        REGION, sample.issuerKeys().directory(), sample.bootstrapFile(), false, List.of()));
        var issuer = identity.server().base();
        var region = new HashMap<>(RegionService.peer("IDENTITY", issuer.getPort()));
        region.put("MERIDIAN_REGION", REGION);
        region.put("MERIDIAN_ISSUER", issuer.toString());
        region.put("MERIDIAN_JWKS_URL", "http://127.0.0.1:" + issuer.getPort() + "/oauth2/jwks");
        region.put("MERIDIAN_STORE_DIRECTORY", stand.home().resolve("images").toString());
        int results = RegionService.freePort();
        int imaging = RegionService.freePort();
        var others = new HashMap<String, Server>();
        others.put("results", start(stand, "result-service", RESULTS, results, region));
        others.put("imaging", start(stand, "imaging-index-service", IMAGING, imaging, region));
        region.putAll(RegionService.peer("RESULTS", results));
        region.putAll(RegionService.peer("IMAGING", imaging));
        var orders = new ArrayList<Running>();
        for (var version : versions) {
            orders.add(start(stand, version, region));
        }
        var stage = new OrderStage(stand, identity, orders, others, new SyntheticPatients(patients));
        stage.fillPatients(news);
        return stage;
    }

    private static Running start(Stand stand, Version version, Map<String, String> region)
            throws IOException, InterruptedException, SQLException {
        int mllp = RegionService.freePort();
        var settings = new HashMap<>(region);
        settings.put("MERIDIAN_MLLP_PORT", String.valueOf(mllp));
        var flags = new ArrayList<>(FLAGS);
        flags.addAll(version.flags());
        String name = version.label().isEmpty() ? "order-service" : "order-service-" + version.label();
        var server = RegionService.start(
                stand,
                new RegionService.Plan(
                        version.root().resolve("order-service"),
                        name,
                        DATABASE,
                        RegionService.freePort(),
                        false,
                        flags,
                        settings));
        return new Running(version.label(), server, mllp);
    }

    private static Server start(Stand stand, String module, String name, int port, Map<String, String> settings)
            throws IOException, InterruptedException, SQLException {
        Path folder = stand.root().resolve(module);
        return RegionService.start(stand, new RegionService.Plan(folder, name, name, port, false, List.of(), settings));
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
        for (var beside : beside()) {
            stand.cores().moveAside(beside);
        }
        stand.cores().generate();
    }

    private List<ProcessHandle> beside() {
        var all = new ArrayList<ProcessHandle>();
        all.add(identity.server().handle());
        all.add(stand.broker().handle());
        others.values().forEach(other -> all.add(other.handle()));
        return all;
    }

    List<String> otherDatabases() {
        return List.of(REGION, RESULTS, IMAGING);
    }

    /// Where the first one answers.
    URI base() {
        return orders.getFirst().server().base();
    }

    /// Anybody.
    SyntheticPatient any() {
        return patients.at(ThreadLocalRandom.current().nextInt(patients.count()));
    }

    /// Anybody from 25 to 45: the age that the rating of a scan goes by is the same for all of them.
    SyntheticPatient anyYoungAdult() {
        var patient = any();
        while (patient.birthDate().isAfter(YOUNGEST) || patient.birthDate().isBefore(OLDEST)) {
            patient = any();
        }
        return patient;
    }

    /// An access token that is good for some minutes.
    String token() throws IOException {
        var sample = SampleRegion.keptIn(stand.home());
        try (var http = HttpClient.newHttpClient()) {
            return new TokenClient(http, identity.server().base().toString(), sample).fetch(CALLER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Stopped while asking for a token", e);
        }
    }

    @Override
    public void close() {
        orders.forEach(each -> each.server().close());
        others.values().forEach(Server::close);
        identity.server().close();
    }
}
