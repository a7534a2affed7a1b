package org.meridiandx.identity.signin.keycloak;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.testkit.identity.SigningKey;
import org.meridiandx.testkit.identity.Tokens;

/// Keycloak in both parts: the realm `staff` speaks as CIS2 does, the realm `patients` as NHS login
/// does.
///
/// To the first the region proves itself with its signing key, which Keycloak fetches from
/// `/oauth2/jwks`; to the second with a key of its own that was registered there.
public final class KeycloakTestResource implements QuarkusTestResourceLifecycleManager {
    private static final SigningKey REGISTERED = SigningKey.of("sign-in", "region-1");
    private KeycloakServer server;

    /// After the resource that knows where the service listens.
    @Override
    public int order() {
        return 20;
    }

    @Override
    public Map<String, String> start() {
        try {
            server = KeycloakServer.start(Map.of("staff", realm("staff"), "patients", realm("patients")));
            var settings = new LinkedHashMap<String, String>();
            settings.put("meridian.sign-in.plain-http", "true");
            settings.putAll(provider("cis2", "staff", "staff"));
            settings.put(
                    "meridian.sign-in.providers.cis2.scope",
                    "openid profile nhsperson nationalrbacaccess associatedorgs");
            settings.put("meridian.sign-in.providers.cis2.acr-values", "AAL2_OR_AAL3_ANY");
            settings.putAll(provider("nhs-login", "patient", "patients"));
            settings.put(
                    "meridian.sign-in.providers.nhs-login.key-file",
                    registeredKey().toString());
            settings.put("meridian.sign-in.providers.nhs-login.key-id", REGISTERED.id());
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void stop() {
        if (server != null) {
            server.close();
        }
    }

    private Map<String, String> provider(String name, String kind, String realm) {
        var key = "meridian.sign-in.providers." + name + ".";
        return Map.of(
                key + "kind",
                kind,
                key + "title",
                "Keycloak, " + realm,
                key + "issuer",
                server.issuer(realm),
                key + "client-id",
                "region");
    }

    private static String realm(String name) throws IOException {
        try (var file = KeycloakTestResource.class.getResourceAsStream("/keycloak/" + name + "-realm.json")) {
            if (file == null) {
                throw new IOException("no realm " + name);
            }
            var keys = new ObjectMapper().writeValueAsString(Map.of("keys", List.of(REGISTERED.toJwk("RS512"))));
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@ISSUER@", Tokens.ISSUER)
                    .replace("@JWKS_URL@", System.getProperty(IdentityTestResource.JWKS_URL))
                    .replace(
                            "@JWKS@",
                            String.valueOf(JsonStringEncoder.getInstance().quoteAsString(keys)));
        }
    }

    private static Path registeredKey() throws IOException {
        var encoded =
                Base64.getMimeEncoder().encodeToString(REGISTERED.privateKey().getEncoded());
        var file = Files.createTempFile(Path.of("target").toAbsolutePath(), "sign-in-", ".pem");
        return Files.writeString(file, "-----BEGIN PRIVATE KEY-----\n" + encoded + "\n-----END PRIVATE KEY-----\n");
    }
}
