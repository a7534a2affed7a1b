package org.meridiandx.bench.stand;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.meridiandx.dev.process.JavaCommand;
import org.meridiandx.dev.process.Mark;
import org.meridiandx.dev.region.RegionException;

/// A service as a local region runs it, in front of the stand's database and broker.
public final class RegionService {

    /// What they show each other.
    public static final String INTERNAL_TOKEN = "bench-internal-token-of-this-run";

    /// What a service's JVM may use in a local region.
    private static final int HEAP_MEGABYTES = 256;

    private static final String PASSWORD = "bench";
    private static final List<String> PEERS = List.of("IDENTITY", "ORDERS", "RESULTS", "IMAGING");

    private RegionService() {}

    /// What one is started with.
    ///
    /// @param module folder of the module whose build is run
    /// @param name for people and files
    /// @param database its database
    /// @param port where it listens
    /// @param fresh whether its database is made anew
    /// @param flags for its JVM, in front of all others
    /// @param settings of its own, as environment variables
    public record Plan(
            Path module,
            String name,
            String database,
            int port,
            boolean fresh,
            List<String> flags,
            Map<String, String> settings) {
        public Plan {
            flags = List.copyOf(flags);
            settings = Map.copyOf(settings);
        }
    }

    /// A port that nobody listens on.
    public static int freePort() throws IOException {
        return Server.freePort();
    }

    /// The environment variables that tell a service where another is.
    ///
    /// @param peer `IDENTITY`, `ORDERS`, `RESULTS` or `IMAGING`
    public static Map<String, String> peer(String peer, int port) {
        return Map.of("QUARKUS_GRPC_CLIENTS_" + peer + "_PORT", String.valueOf(port));
    }

    /// Starts one and returns once it is ready.
    public static Server start(Stand stand, Plan plan) throws IOException, InterruptedException, SQLException {
        Path runner = plan.module().resolve("target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(runner)) {
            throw new RegionException("Not built yet: " + plan.module() + ". Build with: ./dx build");
        }
        stand.database().make(plan.database(), PASSWORD, plan.fresh());
        int management = Server.freePort();
        var rest = new ArrayList<>(plan.flags());
        rest.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
        rest.addAll(JavaCommand.launched(runner));
        var environment = environment(stand, plan);
        environment.put("QUARKUS_MANAGEMENT_PORT", String.valueOf(management));
        environment.putAll(plan.settings());
        return Server.start(new Server.Plan(
                plan.name(),
                URI.create("http://localhost:" + plan.port()),
                URI.create("http://127.0.0.1:" + management + "/q/health/ready"),
                stand.cores().server(JavaCommand.of(new Mark(plan.name(), stand.home()), HEAP_MEGABYTES, rest)),
                environment,
                stand.home()));
    }

    private static Map<String, String> environment(Stand stand, Plan plan) throws IOException {
        var values = new HashMap<String, String>();
        values.put("QUARKUS_PROFILE", "prod");
        values.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        values.put("QUARKUS_HTTP_PORT", String.valueOf(plan.port()));
        values.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        values.put("KAFKA_BOOTSTRAP_SERVERS", stand.broker().address());
        values.put("MERIDIAN_INTERNAL_TOKEN", INTERNAL_TOKEN);
        values.put("MERIDIAN_MLLP_PORT", String.valueOf(Server.freePort()));
        values.put("QUARKUS_OTEL_SDK_DISABLED", "true");
        values.put("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "false");
        String database = stand.database().address() + "/" + plan.database();
        values.put("QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://" + database);
        values.put("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://" + database);
        values.put("QUARKUS_DATASOURCE_USERNAME", plan.database());
        values.put("QUARKUS_DATASOURCE_PASSWORD", PASSWORD);
        String nobody = String.valueOf(Server.freePort());
        for (var peer : PEERS) {
            String client = "QUARKUS_GRPC_CLIENTS_" + peer.toUpperCase(Locale.ROOT);
            values.put(client + "_HOST", "127.0.0.1");
            values.put(client + "_PORT", nobody);
        }
        return values;
    }
}
