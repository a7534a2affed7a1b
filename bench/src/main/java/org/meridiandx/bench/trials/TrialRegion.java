package org.meridiandx.bench.trials;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
import org.meridiandx.dev.persona.Persona;
import org.meridiandx.dev.persona.SampleRegion;
import org.meridiandx.dev.persona.TokenClient;

/// A region of which one service and PostgreSQL have the servers' processor to themselves; who
/// answers its questions (identity-service, others, Kafka) runs beside the generator.
public final class TrialRegion implements AutoCloseable {
    /// A recording sees all of a stack.
    private static final List<String> FLAGS = List.of("-XX:FlightRecorderOptions=stackdepth=256");

    /// Whose clinicians have a ground of access for every patient.
    private static final String ORGANISATION = "RX901";

    private final Stand stand;
    private final Plan plan;
    private final Server identity;
    private final Map<String, Server> others = new LinkedHashMap<>();
    private final List<MeasuredService> measured = new ArrayList<>();

    private TrialRegion(Stand stand, Plan plan, Server identity) {
        this.stand = stand;
        this.plan = plan;
        this.identity = identity;
    }

    /// Who takes part.
    ///
    /// @param region its name, which is that of identity-service's database too
    /// @param module of the service that is measured
    /// @param database of that service
    /// @param others whom it asks
    /// @param patients those whom identity-service knows
    public record Plan(String region, String module, String database, List<Other> others, SyntheticPatients patients) {
        public Plan {
            others = List.copyOf(others);
        }
    }

    /// A service that is asked.
    ///
    /// @param peer as it is asked for: `ORDERS`, `RESULTS` or `IMAGING`
    public record Other(String module, String database, String peer) {}

    /// One that is measured.
    ///
    /// @param label for people; empty where there is only one
    /// @param mllpPort where it takes HL7 v2
    public record MeasuredService(String label, Server server, int mllpPort) {
        /// Where it answers.
        public URI base() {
            return server.base();
        }
    }

    /// Starts the services and fills identity-service's tables where they do not hold these
    /// patients yet.
    ///
    /// @param versions of the service that is measured
    public static TrialRegion start(Stand stand, Plan plan, List<ServiceVersion> versions, Consumer<String> news)
            throws IOException, InterruptedException, SQLException {
        var sample = SampleRegion.keptIn(stand.home());
        news.accept("starting identity-service, "
                + String.join(", ", plan.others().stream().map(Other::module).toList()) + " and " + plan.module());
        var settings = new Identity.Settings(
                plan.region(), sample.issuerKeys().directory(), sample.bootstrapFile(), false, List.of());
        var region =
                new TrialRegion(stand, plan, Identity.start(stand, settings).server());
        region.startOthersAnd(versions);
        region.fillPatients(news);
        return region;
    }

    private void startOthersAnd(List<ServiceVersion> versions) throws IOException, InterruptedException, SQLException {
        var issuer = identity.base();
        var settings = new HashMap<>(RegionService.peer("IDENTITY", issuer.getPort()));
        settings.put("MERIDIAN_REGION", plan.region());
        settings.put("MERIDIAN_ISSUER", issuer.toString());
        settings.put("MERIDIAN_JWKS_URL", "http://127.0.0.1:" + issuer.getPort() + "/oauth2/jwks");
        settings.put("MERIDIAN_STORE_DIRECTORY", stand.home().resolve("images").toString());
        var peers = new HashMap<String, String>();
        for (var other : plan.others()) {
            int port = RegionService.freePort();
            var folder = stand.root().resolve(other.module());
            others.put(
                    other.module(),
                    RegionService.start(
                            stand,
                            new RegionService.Plan(
                                    folder, other.database(), other.database(), port, false, List.of(), settings)));
            peers.putAll(RegionService.peer(other.peer(), port));
        }
        settings.putAll(peers);
        for (var version : versions) {
            measured.add(start(version, settings));
        }
    }

    private MeasuredService start(ServiceVersion version, Map<String, String> region)
            throws IOException, InterruptedException, SQLException {
        int mllp = RegionService.freePort();
        var settings = new HashMap<>(region);
        settings.put("MERIDIAN_MLLP_PORT", String.valueOf(mllp));
        var flags = new ArrayList<>(FLAGS);
        flags.addAll(version.flags());
        String name = version.label().isEmpty() ? plan.module() : plan.module() + "-" + version.label();
        var folder = version.root().resolve(plan.module());
        int port = RegionService.freePort();
        var server = RegionService.start(
                stand, new RegionService.Plan(folder, name, plan.database(), port, false, flags, settings));
        return new MeasuredService(version.label(), server, mllp);
    }

    private void fillPatients(Consumer<String> news) throws IOException, InterruptedException, SQLException {
        stand.cores().prepare();
        try (var connection = stand.database().connect(plan.region())) {
            var load = new PatientLoad(connection, plan.patients(), ORGANISATION, news);
            if (!load.isDone()) {
                load.run();
            }
        }
    }

    /// Gives everybody the processor that is theirs for the rest of the run.
    public void bind() throws IOException, InterruptedException {
        stand.cores().moveAside(identity.handle());
        stand.cores().moveAside(stand.broker().handle());
        for (var other : others.values()) {
            stand.cores().moveAside(other.handle());
        }
        stand.cores().generate();
    }

    /// The service that is measured, in one version or two.
    public List<MeasuredService> measured() {
        return List.copyOf(measured);
    }

    public SyntheticPatients patients() {
        return plan.patients();
    }

    /// Anybody.
    public SyntheticPatient anyPatient() {
        return patients().at(ThreadLocalRandom.current().nextInt(patients().count()));
    }

    /// To the database of the service that is measured.
    public Connection connect() throws SQLException {
        return stand.database().connect(plan.database());
    }

    /// CPU seconds so far.
    PartCpu cpu(MeasuredService service) {
        var seconds = new TreeMap<String, Double>();
        double compilers = ProcessCpu.ofCompilers(service.server().handle().pid());
        seconds.put(PartCpu.SERVICE, service.server().cpuSeconds() - compilers);
        seconds.put("its compilers", compilers);
        double ofOthers = plan.others().stream()
                .mapToDouble(other -> stand.database().cpuSeconds(other.database()))
                .sum();
        ofOthers += stand.database().cpuSeconds(plan.region());
        seconds.put(PartCpu.DATABASE, stand.database().cpuSeconds() - ofOthers);
        seconds.put("databases of others", ofOthers);
        seconds.put("identity-service", identity.cpuSeconds());
        seconds.put("Kafka", stand.broker().cpuSeconds());
        others.forEach((module, other) -> seconds.put(module, other.cpuSeconds()));
        return new PartCpu(seconds);
    }

    /// An access token that is good for some minutes.
    public String token(Persona persona) throws IOException {
        var sample = SampleRegion.keptIn(stand.home());
        try (var http = HttpClient.newHttpClient()) {
            return new TokenClient(http, identity.base().toString(), sample).fetch(persona);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Stopped while asking for a token", e);
        }
    }

    @Override
    public void close() {
        measured.forEach(each -> each.server().close());
        others.values().forEach(Server::close);
        identity.close();
    }
}
