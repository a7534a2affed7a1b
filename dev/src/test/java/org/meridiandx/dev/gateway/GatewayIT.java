package org.meridiandx.dev.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.dev.gateway.routes.Route;
import org.meridiandx.dev.gateway.routes.RouteTable;

/// A real gateway in front of a real server, spoken to over raw sockets, so that nothing is tidied up on the way.
class GatewayIT {

    private final Vertx vertx = Vertx.vertx();
    private final List<HttpServerRequest> received = new CopyOnWriteArrayList<>();
    private HttpServer upstream;
    private Gateway gateway;

    @BeforeEach
    void start() throws IOException {
        upstream = vertx.createHttpServer().requestHandler(this::answer);
        upstream.listen(0).toCompletionStage().toCompletableFuture().join();
        var timeout = Duration.ofMillis(600);
        var table = new RouteTable(List.of(
                new Route("patient", "/fhir/R4/Patient", false, "live", true, 1_000, timeout),
                new Route("dicom", "/dicom-web", false, "live", true, 50_000_000, Duration.ofSeconds(20)),
                new Route("gone", "/fhir/R4/Task", false, "dead", true, 1_000, timeout),
                new Route("token", "/oauth2", false, "dead", true, 1_000, timeout)));
        gateway = Gateway.start(table, Map.of("live", upstream.actualPort(), "dead", unusedPort()), 0);
    }

    @AfterEach
    void stop() {
        gateway.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldPassARequestOnAndMirrorItsIds() throws IOException {
        // Given
        String id = UUID.randomUUID().toString();

        // When
        String answer =
                send("GET /fhir/R4/Patient/1?_format=json HTTP/1.1", "X-Request-ID: " + id, "X-Correlation-ID: c1");

        // Then
        assertThat(answer).startsWith("HTTP/1.1 200").contains("got GET /fhir/R4/Patient/1?_format=json");
        assertThat(answer.toLowerCase()).contains("x-request-id: " + id).contains("x-correlation-id: c1");
        assertThat(header("X-Request-ID")).isEqualTo(id);
        assertThat(header("X-Correlation-ID")).isEqualTo("c1");
    }

    @Test
    void shouldMakeIdsWhereNoneCame() throws IOException {
        // When
        String answer = send("GET /fhir/R4/Patient/1 HTTP/1.1");

        // Then
        assertThat(UUID.fromString(header("X-Request-ID"))).isNotNull();
        assertThat(answer.toLowerCase()).contains("x-request-id: " + header("X-Request-ID"));
    }

    @Test
    void shouldRefuseARequestIdThatIsNoUuid() throws IOException {
        // When
        String answer = send("GET /fhir/R4/Patient/1 HTTP/1.1", "X-Request-ID: 17");

        // Then
        assertThat(answer).startsWith("HTTP/1.1 400").contains("OperationOutcome", "INVALID_VALUE");
        assertThat(received).isEmpty();
    }

    @Test
    void shouldNotLetACallerSpeakAsAService() throws IOException {
        // When
        send(
                "GET /fhir/R4/Patient/1 HTTP/1.1",
                "X-Meridian-Internal: secret",
                "x-meridian-anything: x",
                "X-Forwarded-For: 10.0.0.1",
                "Connection: x-odd",
                "X-Odd: y",
                "TE: trailers",
                "Proxy-Authorization: z");

        // Then
        assertThat(received.getFirst().headers().names())
                .extracting(String::toLowerCase)
                .doesNotContain("x-meridian-internal", "x-meridian-anything", "x-odd", "te", "proxy-authorization");
        assertThat(header("X-Forwarded-For")).isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/fhir/R4/Patient/../../../q/health",
                "/fhir/R4/Patient/%2e%2e/%2e%2e/q/health",
                "/fhir/R4/Patient/..%2f..%2fq",
                "//q/health",
                "/fhir/R4//Patient",
                "http://127.0.0.1/q/health"
            })
    void shouldNotSendAnAmbiguousPathOn(String target) throws IOException {
        // When
        String answer = send("GET " + target + " HTTP/1.1");

        // Then
        assertThat(answer).startsWith("HTTP/1.1 400").contains("BAD_REQUEST");
        assertThat(received).isEmpty();
    }

    @Test
    void shouldTellThatNothingAnswersAtAnUnknownPath() throws IOException {
        assertThat(send("GET /fhir/R4/Basic HTTP/1.1"))
                .startsWith("HTTP/1.1 404")
                .contains("application/fhir+json", "OperationOutcome");
        assertThat(send("GET /q/health HTTP/1.1"))
                .startsWith("HTTP/1.1 404")
                .contains("application/problem+json", "urn:meridian:problem:unknown-route");
        assertThat(received).isEmpty();
    }

    @Test
    void shouldRefuseABodyThatSaysItIsTooLarge() throws IOException {
        // When
        String answer = send("POST /fhir/R4/Patient HTTP/1.1", "Content-Length: 1001");

        // Then
        assertThat(answer).startsWith("HTTP/1.1 413").contains("OperationOutcome", "1000 bytes");
        assertThat(received).isEmpty();
    }

    @Test
    void shouldRefuseAChunkedBodyOnceItIsTooLarge() throws IOException {
        // Given
        String chunk = "258\r\n" + "x".repeat(600) + "\r\n";

        // When
        String answer =
                sendRaw("POST /fhir/R4/Patient HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + chunk
                        + chunk
                        + "0\r\n\r\n");

        // Then
        assertThat(answer).startsWith("HTTP/1.1 413").contains("OperationOutcome");
        assertThat(answer.toLowerCase()).contains("x-request-id");
    }

    @Test
    void shouldPassABodyWithinItsLimitOn() throws IOException {
        // When
        String plain = sendRaw("POST /fhir/R4/Patient HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Length: 4\r\n\r\nabcd");
        String chunked = sendRaw("POST /fhir/R4/Patient HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");

        // Then
        assertThat(plain).startsWith("HTTP/1.1 200").contains("body 4");
        assertThat(chunked).startsWith("HTTP/1.1 200").contains("body 3");
    }

    @Test
    void shouldStreamALargeBodyBothWays() {
        // Given
        int size = 20_000_000;
        var client = vertx.createHttpClient();

        // When
        Buffer back = client.request(io.vertx.core.http.HttpMethod.POST, gateway.port(), "localhost", "/dicom-web/echo")
                .compose(request -> request.send(Buffer.buffer(new byte[size])))
                .compose(response -> response.body())
                .toCompletionStage()
                .toCompletableFuture()
                .join();

        // Then
        assertThat(back.length()).isEqualTo(size);
    }

    @Test
    void shouldTellThatAServiceIsDown() throws IOException {
        assertThat(send("GET /fhir/R4/Task/1 HTTP/1.1"))
                .startsWith("HTTP/1.1 503")
                .contains("OperationOutcome", "UNAVAILABLE")
                .containsIgnoringCase("retry-after: 2");
        assertThat(send("POST /oauth2/token HTTP/1.1", "Content-Length: 0"))
                .startsWith("HTTP/1.1 503")
                .contains("application/problem+json");
    }

    @Test
    void shouldTellThatAServiceIsTooSlow() throws IOException {
        assertThat(send("GET /fhir/R4/Patient/slow HTTP/1.1"))
                .startsWith("HTTP/1.1 504")
                .contains("OperationOutcome", "TIMEOUT")
                .containsIgnoringCase("retry-after: 2");
    }

    @Test
    void shouldPassAServicesOwnErrorsOnUntouched() throws IOException {
        assertThat(send("GET /fhir/R4/Patient/teapot HTTP/1.1"))
                .startsWith("HTTP/1.1 418")
                .contains("own words");
    }

    @Test
    void shouldRefuseTrace() throws IOException {
        assertThat(send("TRACE /fhir/R4/Patient/1 HTTP/1.1")).startsWith("HTTP/1.1 405");
    }

    private void answer(HttpServerRequest request) {
        received.add(request);
        if (request.path().endsWith("/slow")) {
            return;
        }
        if (request.path().endsWith("/teapot")) {
            request.response().setStatusCode(418).end("own words");
            return;
        }
        if (request.path().endsWith("/echo")) {
            request.response().setChunked(true);
            request.pipeTo(request.response());
            return;
        }
        request.body()
                .onSuccess(body -> request.response()
                        .end("got " + request.method() + " " + request.uri() + " body " + body.length()));
    }

    private String header(String name) {
        return received.getFirst().getHeader(name);
    }

    private String send(String requestLine, String... headers) throws IOException {
        var text = new StringBuilder(requestLine).append("\r\nHost: localhost\r\n");
        if (List.of(headers).stream().noneMatch(header -> header.startsWith("Connection"))) {
            text.append("Connection: close\r\n");
        }
        List.of(headers).forEach(header -> text.append(header).append("\r\n"));
        return sendRaw(text.append("\r\n").toString());
    }

    /// Reads until the other side closes, or until nothing came for two seconds.
    private String sendRaw(String request) throws IOException {
        try (var socket = new Socket("localhost", gateway.port())) {
            socket.setSoTimeout(2_000);
            socket.getOutputStream().write(request.getBytes(UTF_8));
            var answer = new java.io.ByteArrayOutputStream();
            try {
                socket.getInputStream().transferTo(answer);
            } catch (java.net.SocketTimeoutException e) {
                // The connection stays open, which is as good an end as any.
            }
            return answer.toString(UTF_8);
        }
    }

    private static int unusedPort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
