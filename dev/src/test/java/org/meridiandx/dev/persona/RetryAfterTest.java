package org.meridiandx.dev.persona;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RetryAfterTest {

    private final List<String> requestIds = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer server;
    private int refusals;
    private String retryAfter = "1";

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requestIds.add(exchange.getRequestHeaders().getFirst("X-Request-ID"));
            boolean refuse = requestIds.size() <= refusals;
            if (refuse && !retryAfter.isEmpty()) {
                exchange.getResponseHeaders().set("Retry-After", retryAfter);
            }
            exchange.sendResponseHeaders(refuse ? 503 : 200, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        client.close();
    }

    @Test
    void shouldWaitAsToldAndSendTheSameRequestAgain() throws Exception {
        // Given
        refusals = 2;

        // When
        var answer = send(Duration.ofSeconds(30));

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(requestIds).containsExactly("one", "one", "one");
    }

    @Test
    void shouldGiveUpWhenPatienceIsAtItsEnd() throws Exception {
        // Given
        refusals = 9;
        retryAfter = "3600";

        // When
        var answer = send(Duration.ofSeconds(30));

        // Then
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(requestIds).hasSize(1);
    }

    @Test
    void shouldNotRepeatWhatNobodyAskedToRepeat() throws Exception {
        // Given
        refusals = 9;
        retryAfter = "";

        // When
        var answer = send(Duration.ofSeconds(30));

        // Then
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(requestIds).hasSize(1);
    }

    @Test
    void shouldUnderstandADate() throws Exception {
        // Given
        refusals = 1;
        retryAfter = "Sun, 06 Nov 1994 08:49:37 GMT";

        // When
        var refused = client.send(request(), HttpResponse.BodyHandlers.discarding());

        // Then
        assertThat(RetryAfter.pause(refused, Instant.parse("1994-11-06T08:49:30Z")))
                .contains(Duration.ofSeconds(7));
        assertThat(RetryAfter.pause(refused, Instant.parse("2026-01-01T00:00:00Z")))
                .contains(Duration.ZERO);
    }

    private HttpResponse<Void> send(Duration patience) throws IOException, InterruptedException {
        var request = request();
        return new RetryAfter(patience).send(() -> client.send(request, HttpResponse.BodyHandlers.discarding()));
    }

    private HttpRequest request() {
        return HttpRequest.newBuilder(
                        URI.create("http://localhost:" + server.getAddress().getPort()))
                .header("X-Request-ID", "one")
                .build();
    }
}
