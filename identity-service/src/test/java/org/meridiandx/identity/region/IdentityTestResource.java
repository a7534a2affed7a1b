package org.meridiandx.identity.region;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.meridiandx.testkit.identity.Persona;
import org.meridiandx.testkit.identity.SigningKey;
import org.meridiandx.testkit.port.FreePort;

/// What only this service needs around it: a bootstrap file with the personas, a signing key, and
/// free ports.
public final class IdentityTestResource implements QuarkusTestResourceLifecycleManager {
    /// The NHS number of the persona `patient`.
    public static final String PATIENT_NUMBER = "9990000018";

    /// Issuer of the staff tokens that are taken in exchange.
    public static final String PROVIDER = "https://staff.test.invalid";

    /// Another provider of staff, who have ids of its own.
    public static final String AGENCY = "https://agency.example";

    /// Issuer of another region, to which tokens are addressed and from which they are taken.
    public static final String SOUTH = "https://south.example";

    /// System property with the address of the service's keys, for resources that start after this
    /// one.
    public static final String JWKS_URL = "meridian.test.identity.jwks-url";

    private static final String DIGEST = "a".repeat(43);
    private static final List<String> GRANTS =
            List.of("client_credentials", "urn:ietf:params:oauth:grant-type:token-exchange");
    private HttpServer provider;

    /// After `RegionTestResource`, whose port settings are replaced here.
    @Override
    public int order() {
        return 10;
    }

    @Override
    public Map<String, String> start() {
        var port = FreePort.take();
        var mllpPort = FreePort.take();
        startProvider();
        System.setProperty(JWKS_URL, keysOf(port));
        var settings = new LinkedHashMap<>(Map.of(
                "quarkus.http.test-port", String.valueOf(port),
                "%test.quarkus.http.port", String.valueOf(port),
                "meridian.jwks-url", keysOf(port),
                "meridian.mllp.port", String.valueOf(mllpPort),
                "meridian.capability.sources", "http://localhost:1",
                "meridian.signing-key-file", signingKeys().toString(),
                "meridian.bootstrap-file", bootstrapFile().toString()));
        settings.put("meridian.key-sets.allowed-hosts", "localhost");
        settings.put("meridian.key-sets.local-addresses", "true");
        settings.put("meridian.exchange.providers.staff.issuer", PROVIDER);
        settings.put("meridian.exchange.providers.staff.jwks-uri", keysAddress());
        settings.put("meridian.staff.directory-issuer", PROVIDER);
        settings.put("meridian.exchange.providers.agency.issuer", AGENCY);
        settings.put("meridian.exchange.providers.agency.jwks-uri", keysAddress());
        settings.put("meridian.exchange.providers.staff.audience", "region");
        settings.put("meridian.demand.bound-tokens", "true");
        settings.put("meridian.demand.pushed-requests", "true");
        settings.put("meridian.demand.client-keys", "true");
        settings.put("meridian.demand.only", "strict-app,strict-web,strict-public");
        settings.put("meridian.sign-in.demo", "true");
        settings.put("meridian.exchange.regions.south", SOUTH);
        settings.put("meridian.trusted-regions.south.issuer", SOUTH);
        settings.put("meridian.trusted-regions.south.jwks-url", keysAddress().replace("/keys", "/south"));
        return settings;
    }

    @Override
    public void stop() {
        provider.stop(0);
    }

    private static String keysOf(int port) {
        return "http://localhost:" + port + "/oauth2/jwks";
    }

    /// Serves two key sets: that of a provider of staff tokens, and of a client that publishes
    /// its own; and that of the region south.
    private void startProvider() {
        try {
            provider = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
            serve("/keys", SigningKey.ofIssuer());
            serve("/south", SigningKey.of("south", "south-1"));
            provider.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(String path, SigningKey key) throws IOException {
        var keys = new ObjectMapper().writeValueAsBytes(Map.of("keys", List.of(key.toJwk("RS256"))));
        provider.createContext(path, exchange -> {
            exchange.sendResponseHeaders(200, keys.length);
            try (var body = exchange.getResponseBody()) {
                body.write(keys);
            }
        });
    }

    private String keysAddress() {
        return "http://localhost:" + provider.getAddress().getPort() + "/keys";
    }

    /// A directory, as the chart mounts it.
    private static Path signingKeys() {
        var encoded = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(SigningKey.ofIssuer().privateKey().getEncoded());
        try {
            var keys = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "identity-keys-");
            var pem = "-----BEGIN PRIVATE KEY-----\n" + encoded + "\n-----END PRIVATE KEY-----\n";
            Files.writeString(keys.resolve("key.pem"), pem);
            return keys.toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path bootstrapFile() {
        var clients = new ArrayList<Map<String, Object>>();
        for (var persona : Persona.values()) {
            clients.add(clientOf(persona));
        }
        clients.add(partner("developer", "developer", Map.of("scopes", List.of("clients"))));
        clients.add(partner("operator", "operator", Map.of("scopes", List.of("clients"))));
        clients.add(partner("dpop-app", "clinician", Map.of("senderConstraint", "dpop")));
        clients.add(partner("mtls-app", "clinician", Map.of("senderConstraint", "mtls", "certificateDigest", DIGEST)));
        clients.add(partner("clinic-app", "clinician", Map.of("jwksUri", keysAddress(), "grants", GRANTS)));
        clients.add(partner(
                "research-app",
                "clinician",
                Map.of(
                        "jwksUri", keysAddress(),
                        "grants", GRANTS,
                        "purposes", List.of("direct-care", "secondary-use"))));
        clients.add(partner(
                "study-app",
                "clinician",
                Map.of("jwksUri", keysAddress(), "grants", GRANTS, "purposes", List.of("research"))));
        clients.add(partner("strict-app", "clinician", Map.of()));
        clients.add(partner(
                "strict-web",
                "clinician",
                Map.of(
                        "redirectUris", List.of(Browser.CALLBACK),
                        "grants", List.of("authorization_code"),
                        "scopes", List.of("openid", "user/*.rs"))));
        clients.add(app("strict-public", Map.of("redirectUris", List.of(Browser.CALLBACK))));
        clients.add(patientApp());
        clients.add(app("smart-app", Map.of("redirectUris", List.of(Browser.CALLBACK, Browser.CALLBACK + "?a=b"))));
        clients.add(app("other-app", Map.of("redirectUris", List.of("https://other.example/back"))));
        clients.add(app(
                "survey-app",
                Map.of(
                        "redirectUris", List.of(Browser.CALLBACK),
                        "purposes", List.of("research", "secondary-use"))));
        clients.add(app("stopped-app", Map.of("redirectUris", List.of(Browser.CALLBACK))));
        clients.add(partner(
                "clinic-web",
                "clinician",
                Map.of(
                        "redirectUris", List.of(Browser.CALLBACK),
                        "grants", List.of("authorization_code", "refresh_token"),
                        "scopes", List.of("openid", "fhirUser", "offline_access", "user/*.rs"))));
        clients.add(partner("exchange-only", "clinician", Map.of("grants", List.of(GRANTS.getLast()))));
        clients.add(partner(
                "two-way-app",
                "clinician",
                Map.of(
                        "redirectUris", List.of(Browser.CALLBACK),
                        "grants", List.of("client_credentials", "authorization_code"),
                        "scopes", List.of("openid", "system/ServiceRequest.r", "user/*.cruds"))));
        clients.add(partner(
                "ehr", "clinician", Map.of("organisation", "RX901", "scopes", List.of("system/*.rs", "launch"))));
        var organisations = List.of(
                Map.of("ods", "Y90001", "name", "Willow Surgery", "type", "gp"),
                Map.of("ods", "RX901", "name", "Northfield Hospital", "type", "hospital"),
                Map.of("ods", "RX902", "name", "Northfield Pathology", "type", "laboratory"),
                Map.of("ods", "RX903", "name", "Riverside CDC", "type", "cdc"),
                Map.of("ods", "Y90099", "name", "Faraway Clinic", "type", "gp"));
        try {
            return write(
                    "bootstrap.json",
                    new ObjectMapper().writeValueAsString(Map.of("organisations", organisations, "clients", clients)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// An app without keys, which only people use.
    private static Map<String, Object> app(String id, Map<String, Object> more) {
        var client = new LinkedHashMap<String, Object>();
        client.put("clientId", id);
        client.put("name", "The <" + id + ">");
        client.put("organisation", "Y90001");
        client.put("role", "clinician");
        client.put("grants", List.of("authorization_code", "refresh_token"));
        client.put(
                "scopes",
                List.of(
                        "openid",
                        "fhirUser",
                        "launch",
                        "launch/patient",
                        "offline_access",
                        "online_access",
                        "patient/*.cruds",
                        "user/*.cruds"));
        client.put("logoutRedirectUris", List.of("http://localhost:9876/bye"));
        client.putAll(more);
        return client;
    }

    private static Map<String, Object> partner(String id, String role, Map<String, Object> more) {
        var client = new LinkedHashMap<String, Object>();
        client.put("clientId", id);
        client.put("name", id);
        client.put("organisation", "Y90001");
        client.put("role", role);
        client.put("scopes", List.of("system/*.rs"));
        client.put(
                "jwks",
                Map.of("keys", List.of(anyAlgorithm(SigningKey.ofIssuer().toJwk("RS256")))));
        client.putAll(more);
        if (more.containsKey("jwksUri")) {
            client.remove("jwks");
        }
        return client;
    }

    /// The patient with an app that may also tell how to reach them.
    private static Map<String, Object> patientApp() {
        var client = clientOf(Persona.PATIENT);
        client.put("clientId", "patient-app");
        client.put("name", "patient-app");
        client.put("scopes", List.of("patient/*.rs", "patient/Patient.u"));
        return client;
    }

    private static Map<String, Object> clientOf(Persona persona) {
        var client = new LinkedHashMap<String, Object>();
        client.put("clientId", persona.clientId());
        client.put("name", persona.clientId());
        client.put("organisation", persona.organisation());
        client.put("role", persona.role());
        persona.fhirUser().ifPresent(user -> client.put("fhirUser", user));
        if (persona == Persona.PATIENT) {
            client.put("patientNhsNumber", PATIENT_NUMBER);
        }
        client.put("scopes", List.of(persona.scope().split(" ")));
        client.put(
                "jwks",
                Map.of("keys", List.of(anyAlgorithm(SigningKey.ofIssuer().toJwk("RS256")))));
        return client;
    }

    private static Map<String, Object> anyAlgorithm(Map<String, Object> jwk) {
        var free = new LinkedHashMap<>(jwk);
        free.remove("alg");
        return free;
    }

    private static Path write(String name, String content) {
        try {
            var file = Files.createTempFile(Files.createDirectories(Path.of("target")), "identity-", name);
            return Files.writeString(file, content).toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
