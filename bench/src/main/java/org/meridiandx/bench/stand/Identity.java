package org.meridiandx.bench.stand;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.meridiandx.dev.process.JavaCommand;
import org.meridiandx.dev.process.Mark;
import org.meridiandx.dev.region.RegionException;

/// identity-service as a local region runs it, in front of the stand's database and broker.
public final class Identity {

    /// What a service's JVM may use in a local region.
    private static final int HEAP_MEGABYTES = 256;

    private static final String PASSWORD = "bench";

    private Identity() {}

    /// What one instance is started with.
    ///
    /// @param name its name, region and database
    /// @param signingKey PKCS#8 PEM that it signs tokens with
    /// @param bootstrap organisations and clients
    /// @param fresh whether its database is made anew
    /// @param flags for its JVM, in front of all others
    public record Settings(String name, Path signingKey, Path bootstrap, boolean fresh, List<String> flags) {
        public Settings {
            flags = List.copyOf(flags);
        }
    }

    /// An instance, and what other services show it.
    ///
    /// @param region short name, which topics start with
    public record Running(Server server, String region, String database, String internalToken) {}

    public static Running start(Stand stand, Settings settings) throws IOException, InterruptedException, SQLException {
        Path application = stand.root().resolve("identity-service/target/quarkus-app");
        Path runner = application.resolve("quarkus-run.jar");
        if (!Files.exists(runner)) {
            throw new RegionException("Not built yet: identity-service. Build with: ./dx build");
        }
        stand.database().make(settings.name(), PASSWORD, settings.fresh());
        int port = Server.freePort();
        int management = Server.freePort();
        var rest = new ArrayList<>(settings.flags());
        rest.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
        rest.addAll(JavaCommand.launched(runner));
        String internalToken = "bench-internal-token-of-this-run";
        var environment = environment(stand, settings, port);
        environment.put("QUARKUS_MANAGEMENT_PORT", String.valueOf(management));
        environment.put("MERIDIAN_INTERNAL_TOKEN", internalToken);
        var server = Server.start(new Server.Plan(
                settings.name(),
                URI.create("http://localhost:" + port),
                URI.create("http://127.0.0.1:" + management + "/q/health/ready"),
                stand.cores().server(JavaCommand.of(new Mark(settings.name(), stand.home()), HEAP_MEGABYTES, rest)),
                environment,
                stand.home()));
        return new Running(server, settings.name(), settings.name(), internalToken);
    }

    private static Map<String, String> environment(Stand stand, Settings settings, int port) throws IOException {
        var values = new HashMap<String, String>();
        String nobody = String.valueOf(Server.freePort());
        values.put("QUARKUS_PROFILE", "prod");
        values.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        values.put("QUARKUS_HTTP_PORT", String.valueOf(port));
        values.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        values.put("KAFKA_BOOTSTRAP_SERVERS", stand.broker().address());
        values.put("MERIDIAN_REGION", settings.name());
        values.put("MERIDIAN_ISSUER", "http://localhost:" + port);
        values.put("MERIDIAN_JWKS_URL", "http://127.0.0.1:" + port + "/oauth2/jwks");
        values.put("MERIDIAN_BOOTSTRAP_FILE", settings.bootstrap().toString());
        values.put("MERIDIAN_SIGNING_KEY_FILE", settings.signingKey().toString());
        values.put("MERIDIAN_SIGN_IN_DEMO", "true");
        values.put("MERIDIAN_MLLP_PORT", String.valueOf(Server.freePort()));
        values.put("QUARKUS_OTEL_SDK_DISABLED", "true");
        values.put("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "false");
        String database = stand.database().address() + "/" + settings.name();
        values.put("QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://" + database);
        values.put("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://" + database);
        values.put("QUARKUS_DATASOURCE_USERNAME", settings.name());
        values.put("QUARKUS_DATASOURCE_PASSWORD", PASSWORD);
        for (var peer : List.of("IDENTITY", "ORDERS", "RESULTS", "IMAGING")) {
            values.put("QUARKUS_GRPC_CLIENTS_" + peer + "_HOST", "127.0.0.1");
            values.put(
                    "QUARKUS_GRPC_CLIENTS_" + peer + "_PORT", peer.equals("IDENTITY") ? String.valueOf(port) : nobody);
        }
        return values;
    }
}
