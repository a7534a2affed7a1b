package org.meridiandx.order.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.cdshooks.HookFixture.order;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.region.RegionTestResource;

/// What is fetched from an EHR, and from whom nothing ever is. The server of
/// [RegisteredEhr] is the one that is registered for the client `gp`.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
@QuarkusTestResource(RegisteredEhr.class)
class FhirServerIT {
    private static final String BACK_PAIN = order("cpt 72133", "snomed 279039007");
    private static final String AUTHORIZED = """
            "fhirAuthorization":{"access_token":"secret-1","token_type":"Bearer","expires_in":300,
             "scope":"user/Patient.read","subject":"cds"},""";

    private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    IdentityStandIn identity;

    @ConfigProperty(name = "meridian.cds-hooks.fhir-servers.gp")
    String registered;

    @BeforeEach
    void knowOnePatient() {
        RegionFixture.knowOnePatient(identity);
    }

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
    }

    private int port() {
        return URI.create(registered).getPort();
    }

    /// @param port 0 for any
    private int serve(int port, int status, String body) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        servers.add(server);
        server.createContext("/", exchange -> answer(exchange, status, body));
        server.start();
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange, int status, String body) throws IOException {
        asked.add(exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("Authorization"));
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Location", registered.replace("/fhir", "/elsewhere"));
        exchange.sendResponseHeaders(status, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private static JsonNode ask(String server, String more) {
        return HookFixture.answer(
                "order-select",
                HookFixture.call("order-select", BACK_PAIN, more).replace("https://ehr.example/fhir", server));
    }

    @Test
    void shouldFetchThePatientFromARegisteredServerWithTheTokenForIt() throws IOException {
        // Given
        serve(port(), 200, HookFixture.PATIENT);

        // When
        var answer = ask(registered, AUTHORIZED);

        // Then
        assertThat(asked).containsExactly("/fhir/Patient/ehr-1 Bearer secret-1");
        assertThat(HookFixture.rating(answer)).isEqualTo("not-appropriate");
    }

    @Test
    void shouldFetchNothingThatWasSentAlong() throws IOException {
        // Given
        serve(port(), 200, HookFixture.PATIENT);

        // When
        ask(registered, "\"prefetch\":{\"patient\":" + HookFixture.PATIENT + "},");

        // Then
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:PORT/fhir",
        "http://127.0.0.1:PORT/fhir",
        "http://localhost:PORT/",
        "http://localhost:PORT/fhir/../fhir",
    })
    void shouldNeverCallAServerThatIsNotRegistered(String address) throws IOException {
        // Given
        var port = serve(0, 200, HookFixture.PATIENT);

        // When
        var answer = ask(address.replace("PORT", String.valueOf(port)), AUTHORIZED);

        // Then
        assertThat(asked).isEmpty();
        assertThat(answer.toString()).contains("not registered for gp here");
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:PORT/fhir",
        "http://localhost:PORT/other",
        "http://localhost:PORT/fhir/../admin",
        "http://localhost:PORT/fhir/Patient",
    })
    void shouldNeverCallAnotherPlaceOfARegisteredHost(String address) throws IOException {
        // Given
        serve(port(), 200, HookFixture.PATIENT);

        // When
        ask(address.replace("PORT", String.valueOf(port())), AUTHORIZED);

        // Then
        assertThat(asked).isEmpty();
    }

    @Test
    void shouldFetchFromTheServersOfTheCallingClientOnly() throws IOException {
        // Given
        serve(port(), 200, HookFixture.PATIENT);
        var body =
                HookFixture.call("order-select", BACK_PAIN, AUTHORIZED).replace("https://ehr.example/fhir", registered);

        // When
        HookFixture.post("hospital-doctor", "order-select", body);

        // Then
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            302;{}
            500;{}
            200;no JSON
            200;{"resourceType":"Patient","id":"ehr-2","birthDate":"1980-01-01"}
            200;{"resourceType":"Observation","id":"ehr-1"}
            """)
    void shouldTakeNothingElseAndFollowNothing(int status, String body) throws IOException {
        // Given
        serve(port(), status, body);

        // When
        var answer = ask(registered, AUTHORIZED);

        // Then
        assertThat(asked).hasSize(1);
        assertThat(answer.has("systemActions")).isFalse();
        assertThat(answer.toString()).contains("Not checked:** The patient was not");
    }

    @Test
    void shouldTakeNothingTooLarge() throws IOException {
        // Given
        serve(port(), 200, HookFixture.PATIENT.replace("{\"res", "{\"text\":\"" + "x".repeat(300_000) + "\",\"res"));

        // When
        var answer = ask(registered, AUTHORIZED);

        // Then
        assertThat(answer.toString()).contains("Not checked:** The patient was not fetched");
    }

    @Test
    void shouldGoOnWithoutAServerThatIsAway() {
        // When
        var answer = ask(registered, AUTHORIZED);

        // Then
        assertThat(answer.toString()).contains("Not checked:** The patient was not fetched");
    }
}
