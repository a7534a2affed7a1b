package org.meridiandx.bench.stand;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;

/// identity-service as a local region runs it, in front of the stand's database and broker.
public final class Identity {

    private Identity() {}

    /// What one instance is started with.
    ///
    /// @param name its name, region and database
    /// @param signingKey PKCS#8 PEM that it signs tokens with, or a directory of them
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
        int port = Server.freePort();
        var own = new HashMap<>(RegionService.peer("IDENTITY", port));
        own.put("MERIDIAN_REGION", settings.name());
        own.put("MERIDIAN_ISSUER", "http://localhost:" + port);
        own.put("MERIDIAN_JWKS_URL", "http://127.0.0.1:" + port + "/oauth2/jwks");
        own.put("MERIDIAN_BOOTSTRAP_FILE", settings.bootstrap().toString());
        own.put("MERIDIAN_SIGNING_KEY_FILE", settings.signingKey().toString());
        own.put("MERIDIAN_SIGN_IN_DEMO", "true");
        var server = RegionService.start(
                stand,
                new RegionService.Plan(
                        stand.root().resolve("identity-service"),
                        settings.name(),
                        settings.name(),
                        port,
                        settings.fresh(),
                        settings.flags(),
                        own));
        return new Running(server, settings.name(), settings.name(), RegionService.INTERNAL_TOKEN);
    }
}
