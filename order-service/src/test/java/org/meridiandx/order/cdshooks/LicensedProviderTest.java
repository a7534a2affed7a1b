package org.meridiandx.order.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.cdshooks.HookFixture.order;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.mutiny.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.order.cdshooks.calls.Hook;
import org.meridiandx.order.cdshooks.fetching.FhirFetch;

class LicensedProviderTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LONG = Duration.ofSeconds(5);
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final byte[] CALL = HookFixture.call(
                    "order-select",
                    order("cpt 72133", "snomed 279039007"),
                    "\"fhirAuthorization\":{\"access_token\":\"secret-1\"},")
            .getBytes(StandardCharsets.UTF_8);

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final CountDownLatch release = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    @AfterEach
    void close() {
        release.countDown();
        server.stop(0);
    }

    @AfterAll
    static void stop() {
        VERTX.closeAndAwait();
    }

    private void answering(String body) {
        release.countDown();
        answeringOnceReleased(body);
    }

    private void answeringOnceReleased(String body) {
        server.createContext("/cds/order-select", exchange -> {
            asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            try {
                release.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            try (var out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        });
    }

    private List<ObjectNode> cards(Hook hook) {
        return cards(hook, LONG);
    }

    private List<ObjectNode> cards(Hook hook, Duration timeout) {
        var address = "http://localhost:" + server.getAddress().getPort() + "/cds";
        return new LicensedProvider(new Settings(address, timeout), new FhirFetch(VERTX), meters)
                .cards(hook, CALL)
                .await()
                .atMost(PATIENCE);
    }

    private double counted(String outcome) {
        return meters.counter("meridian_guidance_provider", "outcome", outcome).count();
    }

    @Test
    void shouldShowItsCardsUnderItsName() {
        // Given
        answering("""
                {"cards":[{"summary":"MRI is better","indicator":"warning","detail":"because","source":{"label":"Rules"},
                  "links":[{"label":"Why","url":"https://example.org/why","type":"absolute"},
                   {"label":"Bad","url":"javascript:alert(1)","type":"absolute"}],
                  "suggestions":[{"label":"x","actions":[]}]}],
                 "systemActions":[{"type":"delete","description":"x","resourceId":"ServiceRequest/draft-1"}]}""");

        // When
        var cards = cards(Hook.ORDER_SELECT);

        // Then
        assertThat(cards).hasSize(1);
        var card = cards.getFirst();
        assertThat(card.at("/source/label").asText()).isEqualTo("Example Rules: Rules");
        assertThat(card.path("detail").asText()).isEqualTo("because\n\n*From Example Rules.*");
        assertThat(card.path("links")).hasSize(1);
        assertThat(card.has("suggestions")).isFalse();
        assertThat(counted("answered")).isEqualTo(1);
    }

    @Test
    void shouldTellItNeitherTheServerNorTheToken() {
        // Given
        answering("{\"cards\":[]}");

        // When
        cards(Hook.ORDER_SELECT);

        // Then
        assertThat(asked.getFirst()).contains("279039007").doesNotContain("secret-1", "ehr.example");
    }

    @Test
    void shouldGoOnWithoutItWhereItIsLate() {
        // Given
        answeringOnceReleased("{\"cards\":[{\"summary\":\"late\",\"indicator\":\"info\"}]}");

        // When
        var cards = cards(Hook.ORDER_SELECT, SHORT);

        // Then
        assertThat(release.getCount()).isEqualTo(1);
        assertThat(cards).isEmpty();
        assertThat(counted("away")).isEqualTo(1);
    }

    @Test
    void shouldGoOnWithoutItWhereItIsAway() {
        // Given
        server.stop(0);

        // When
        var cards = cards(Hook.ORDER_SELECT);

        // Then
        assertThat(cards).isEmpty();
        assertThat(counted("away")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            no JSON; unreadable
            []; unreadable
            {"cards":[{}]}; answered
            {"cards":[{"summary":"x","indicator":"hard-stop"}]}; answered
            """)
    void shouldShowNothingOfAnAnswerThatIsNone(String body, String outcome) {
        // Given
        answering(body);

        // When
        var cards = cards(Hook.ORDER_SELECT);

        // Then
        assertThat(cards).isEmpty();
        assertThat(counted(outcome)).isEqualTo(1);
    }

    @Test
    void shouldNotAskItAboutTheRecord() {
        // Given
        answering("{\"cards\":[]}");

        // When
        cards(Hook.PATIENT_VIEW);

        // Then
        assertThat(asked).isEmpty();
    }

    private record Settings(String address, Duration timeout) implements HookConfig, HookConfig.Provider {
        @Override
        public Map<String, List<URI>> fhirServers() {
            return Map.of();
        }

        @Override
        public Duration fetchTimeout() {
            return timeout();
        }

        @Override
        public boolean localServers() {
            return false;
        }

        @Override
        public Duration recordTimeout() {
            return fetchTimeout();
        }

        @Override
        public Provider provider() {
            return this;
        }

        @Override
        public Optional<URI> url() {
            return Optional.of(URI.create(address));
        }

        @Override
        public String name() {
            return "Example Rules";
        }
    }
}
