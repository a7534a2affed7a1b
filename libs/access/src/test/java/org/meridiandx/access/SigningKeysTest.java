package org.meridiandx.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.testkit.identity.SigningKey;

class SigningKeysTest {
    private static final SigningKey KEY = SigningKey.of("south", "south-1");
    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile String mood = "good";
    private HttpServer http;
    private SigningKeys keys;

    @BeforeEach
    void publish() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var set = new ObjectMapper().writeValueAsString(Map.of("keys", List.of(KEY.toJwk("RS256"))));
        http.createContext("/elsewhere", exchange -> answer(exchange, 200, set));
        http.createContext("/jwks", exchange -> {
            asked.incrementAndGet();
            switch (mood) {
                case "good" -> answer(exchange, 200, set);
                case "redirect" -> {
                    exchange.getResponseHeaders().add("Location", "/elsewhere");
                    answer(exchange, 302, "");
                }
                case "huge" -> answer(exchange, 200, set + " ".repeat(70_000));
                case "not found" -> answer(exchange, 404, set);
                case "no json" -> answer(exchange, 200, "<html>");
                default -> answer(exchange, 503, "");
            }
        });
        http.start();
        keys = new SigningKeys(vertx, "http://localhost:" + http.getAddress().getPort() + "/jwks");
    }

    @AfterEach
    void close() {
        http.stop(0);
        vertx.closeAndAwait();
    }

    @Test
    void shouldFetchOnceForManyTokens() {
        // When
        for (var i = 0; i < 20; i++) {
            assertThat(find(KEY.id())).isPresent();
        }

        // Then
        assertThat(asked).hasValue(1);
    }

    @Test
    void shouldFetchOnceForTokensThatComeWhileNothingIsKnown() {
        // When
        var found = Uni.join()
                .all(IntStream.range(0, 20).mapToObj(i -> keys.find(KEY.id())).toList())
                .andFailFast()
                .await()
                .atMost(Duration.ofSeconds(10));

        // Then
        assertThat(found).hasSize(20).allMatch(Optional::isPresent);
        assertThat(asked).hasValue(1);
    }

    @Test
    void shouldNotBeMadeALoadGeneratorByUnknownKeys() {
        // Given
        find(KEY.id());

        // When
        for (var i = 0; i < 50; i++) {
            assertThat(find("nonsense-" + i)).isEmpty();
        }

        // Then
        assertThat(asked.get()).isLessThanOrEqualTo(2);
        assertThat(find(KEY.id())).isPresent();
    }

    @Test
    void shouldAskOnceASecondWhileNothingCanBeHadAndGoOnOnceItCan() {
        // Given
        mood = "away";

        // When
        for (var i = 0; i < 50; i++) {
            assertThatThrownBy(() -> find(KEY.id())).isInstanceOf(ProblemException.class);
        }
        var whileAway = asked.get();
        mood = "good";
        LockSupport.parkNanos(Duration.ofMillis(1_100).toNanos());

        // Then
        assertThat(whileAway).isLessThanOrEqualTo(3);
        assertThat(find(KEY.id())).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"redirect", "huge", "not found", "no json"})
    void shouldTakeKeysOnlyAsTheyOughtToBeServed(String wrong) {
        // Given
        mood = wrong;

        // When
        var finding = assertThatThrownBy(() -> find(KEY.id()));

        // Then
        finding.isInstanceOf(ProblemException.class).hasMessage("unavailable");
    }

    private Optional<PublicKey> find(String id) {
        return keys.find(id).await().atMost(Duration.ofSeconds(5));
    }

    private static void answer(HttpExchange exchange, int status, String content) throws IOException {
        var bytes = content.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (var body = exchange.getResponseBody()) {
            body.write(bytes);
        } catch (IOException closed) {
            // The reader had enough.
            exchange.close();
        }
    }
}
