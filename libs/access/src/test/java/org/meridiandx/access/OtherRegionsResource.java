package org.meridiandx.access;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.meridiandx.testkit.identity.Persona;
import org.meridiandx.testkit.identity.SigningKey;
import org.meridiandx.testkit.identity.Tokens;

/// Two other regions that publish keys, `south` and `east`. East publishes one under the id of this
/// region's key too.
public final class OtherRegionsResource implements QuarkusTestResourceLifecycleManager {
    static final String SOUTH = "https://south.test.invalid";
    static final String EAST = "https://east.test.invalid";
    private HttpServer http;

    @Override
    public Map<String, String> start() {
        var settings = new LinkedHashMap<String, String>();
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            publish("south", List.of(SigningKey.of("south", "south-1")));
            publish(
                    "east",
                    List.of(
                            SigningKey.of("east", "east-1"),
                            SigningKey.of("east", SigningKey.ofIssuer().id())));
            http.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (var region : List.of("south", "east")) {
            settings.put("meridian.trusted-regions." + region + ".issuer", region.equals("south") ? SOUTH : EAST);
            settings.put(
                    "meridian.trusted-regions." + region + ".jwks-url",
                    "http://localhost:" + http.getAddress().getPort() + "/" + region);
        }
        return settings;
    }

    @Override
    public void stop() {
        http.stop(0);
    }

    /// A good token of south for this region.
    static Tokens south() {
        return Tokens.of(Persona.GP)
                .key(SigningKey.of("south", "south-1"))
                .claim("iss", SOUTH)
                .claim("region", "south")
                .claim("purpose", "direct-care")
                .claim("name", "DOE Jo")
                .organisation("RX950")
                .expiresIn(Duration.ofSeconds(58));
    }

    private void publish(String region, List<SigningKey> keys) throws IOException {
        var content = new ObjectMapper()
                .writeValueAsBytes(Map.of(
                        "keys", keys.stream().map(key -> key.toJwk("RS256")).toList()));
        http.createContext("/" + region, exchange -> {
            exchange.sendResponseHeaders(200, content.length);
            try (var body = exchange.getResponseBody()) {
                body.write(content);
            }
        });
    }
}
