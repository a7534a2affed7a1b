package org.meridiandx.dev.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.dev.gateway.routes.Route;
import org.meridiandx.dev.gateway.routes.RouteTable;

/// The parts of HTTP that proxies get wrong.
class HttpMannersIT {

    private static final String LAST = "Host: h\nConnection: close\n";

    private final Vertx vertx = Vertx.vertx();
    private final List<HttpServerRequest> received = new CopyOnWriteArrayList<>();
    private Gateway gateway;

    @BeforeEach
    void start() {
        var upstream = vertx.createHttpServer().requestHandler(this::answer);
        upstream.listen(0).toCompletionStage().toCompletableFuture().join();
        var timeout = Duration.ofSeconds(5);
        var table = new RouteTable(List.of(
                new Route("patient", "/fhir/R4/Patient", false, "live", true, 1_000, timeout),
                new Route("task", "/fhir/R4/Task", false, "live", false, 1_000, timeout)));
        gateway = Gateway.start(table, Map.of("live", upstream.actualPort()), 0);
    }

    @AfterEach
    void stop() {
        gateway.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldRefuseWhoShowsNoTokenWhereOneIsNeeded() throws IOException {
        // When
        String without = ask("GET /fhir/R4/Task/1 HTTP/1.1\n" + LAST + "\n");
        String with = ask("GET /fhir/R4/Task/1 HTTP/1.1\nAuthorization: Bearer x\n" + LAST + "\n");
        String preflight = ask("OPTIONS /fhir/R4/Task/1 HTTP/1.1\n" + LAST + "\n");

        // Then
        assertThat(without)
                .startsWith("HTTP/1.1 401")
                .contains("OperationOutcome", "UNAUTHORIZED", "/oauth2/token")
                .containsIgnoringCase("www-authenticate: bearer");
        assertThat(with).startsWith("HTTP/1.1 200");
        assertThat(preflight).startsWith("HTTP/1.1 200");
        assertThat(received).hasSize(2);
    }

    @Test
    void shouldAnswerHeadWithoutABody() throws IOException {
        // When
        String passedOn = ask("HEAD /fhir/R4/Patient/sized HTTP/1.1\n" + LAST + "\n");
        String unsized = ask("HEAD /fhir/R4/Patient/1 HTTP/1.1\n" + LAST + "\n");
        String refused = ask("HEAD /fhir/R4/Basic HTTP/1.1\n" + LAST + "\n");

        // Then
        assertThat(passedOn)
                .startsWith("HTTP/1.1 200")
                .containsIgnoringCase("content-length: 7")
                .endsWith("\r\n\r\n");
        assertThat(unsized).startsWith("HTTP/1.1 200").endsWith("\r\n\r\n");
        assertThat(refused).startsWith("HTTP/1.1 404").endsWith("\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"204", "304"})
    void shouldSendNoBodyWhereTheStatusHasNone(String status) throws IOException {
        // When
        String answer = ask("GET /fhir/R4/Patient/" + status + " HTTP/1.1\n" + LAST + "\n");

        // Then
        assertThat(answer)
                .startsWith("HTTP/1.1 " + status)
                .doesNotContainIgnoringCase("transfer-encoding")
                .endsWith("\r\n\r\n");
    }

    @Test
    void shouldAnswerPipelinedRequestsInTheirOrder() throws IOException {
        // When
        String answer = ask("GET /fhir/R4/Patient/late HTTP/1.1\nHost: h\n\n"
                + "POST /fhir/R4/Patient/b HTTP/1.1\nHost: h\nContent-Length: 2\n\n{}"
                + "GET /fhir/R4/Basic HTTP/1.1\nHost: h\n\n"
                + "GET /fhir/R4/Patient/d HTTP/1.1\n" + LAST + "\n");

        // Then
        assertThat(answer)
                .containsSubsequence("200 OK", "GET late", "200 OK", "POST b2", "404 Not Found", "200 OK", "GET d0");
    }

    @Test
    void shouldAskForABodyOnlyWhenItIsWanted() throws IOException {
        // Given
        String head = "HTTP/1.1\nExpect: 100-continue\n" + LAST;
        try (var welcome = new RawCaller(gateway.port());
                var tooLarge = new RawCaller(gateway.port())) {
            // When
            welcome.send("POST /fhir/R4/Patient/a " + head + "Content-Length: 2\n\n");
            tooLarge.send("POST /fhir/R4/Patient/a " + head + "Content-Length: 1001\n\n");

            // Then
            assertThat(welcome.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 100 ");
            assertThat(welcome.send("{}").readAll()).startsWith("HTTP/1.1 200").contains("POST a2");
            assertThat(tooLarge.readAll()).startsWith("HTTP/1.1 413").contains("OperationOutcome");
        }
        assertThat(headers().names()).extracting(String::toLowerCase).doesNotContain("expect");
    }

    @Test
    void shouldSayItselfWhoCalls() throws IOException {
        // When
        ask("GET /fhir/R4/Patient/a HTTP/1.1\n" + LAST
                + "X-Forwarded-For: 10.0.0.1\nX-Forwarded-Host: evil\nX-Forwarded-Proto: https\n"
                + "X-Forwarded-Prefix: /x\nX-Forwarded-Anything: x\nForwarded: for=10.0.0.1\nX-Real-IP: 10.0.0.1\n\n");

        // Then
        assertThat(headers().get("X-Forwarded-For")).isEqualTo("127.0.0.1");
        assertThat(headers().get("X-Forwarded-Proto")).isEqualTo("http");
        assertThat(headers().names())
                .extracting(String::toLowerCase)
                .doesNotContain(
                        "x-forwarded-host", "x-forwarded-prefix", "x-forwarded-anything", "forwarded", "x-real-ip");
    }

    @Test
    void shouldStripWhatConnectionNames() throws IOException {
        // When
        String answer;
        try (var caller = new RawCaller(gateway.port())) {
            caller.send("GET /fhir/R4/Patient/hop HTTP/1.1\nHost: h\nConnection: close, X-One\n"
                    + "Connection: X-Two\nX-One: 1\nX-Two: 2\nX-Three: 3\nKeep-Alive: 5\n\n");
            answer = caller.readUntil("\r\n\r\n");
        }

        // Then
        assertThat(headers().names())
                .extracting(String::toLowerCase)
                .contains("x-three")
                .doesNotContain("x-one", "x-two", "keep-alive");
        assertThat(answer).containsIgnoringCase("x-kept: 1").doesNotContainIgnoringCase("x-dropped");
    }

    private void answer(HttpServerRequest request) {
        received.add(request);
        String name = request.path().substring(request.path().lastIndexOf('/') + 1);
        var response = request.response();
        switch (name) {
            case "204", "304" -> response.setStatusCode(Integer.parseInt(name)).end();
            case "sized" -> response.putHeader("Content-Length", "7").end();
            case "late" -> vertx.setTimer(200, timer -> response.end("GET late"));
            case "hop" ->
                response.putHeader("Connection", "X-Dropped")
                        .putHeader("X-Dropped", "1")
                        .putHeader("X-Kept", "1")
                        .end();
            default -> request.body().onSuccess(body -> response.end(request.method() + " " + name + body.length()));
        }
    }

    private MultiMap headers() {
        return received.getLast().headers();
    }

    private String ask(String request) throws IOException {
        return RawCaller.ask(gateway.port(), request);
    }
}
