package org.meridiandx.dev.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.dev.gateway.routes.Route;
import org.meridiandx.dev.gateway.routes.RouteTable;

/// Callers that send half a body and wait hold their own connection, and nothing of anybody else's.
class StalledBodyIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final int READ_AHEAD = 10_000;
    private static final String HALF_A_BODY =
            "POST /fhir/R4/Patient HTTP/1.1\nHost: h\nContent-Length: 900\n\n{\"resourceType\"";
    private static final String HALF_A_LARGE_BODY =
            "POST /dicom-web/studies HTTP/1.1\nHost: h\nContent-Length: 900000\n\n" + "x".repeat(50_000);
    private static final String READ = "GET /fhir/R4/Patient/1 HTTP/1.1\nHost: h\nConnection: close\n\n";

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger connections = new AtomicInteger();
    private final Semaphore arrived = new Semaphore(0);
    private final Semaphore broken = new Semaphore(0);
    private final List<RawCaller> callers = new ArrayList<>();
    private HttpServer upstream;
    private Gateway gateway;

    @BeforeEach
    void startService() {
        upstream = vertx.createHttpServer()
                .connectionHandler(connection -> connections.incrementAndGet())
                .requestHandler(this::answer);
        upstream.listen(0).toCompletionStage().toCompletableFuture().join();
    }

    @AfterEach
    void stop() throws IOException {
        for (var caller : callers) {
            caller.close();
        }
        gateway.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldServeOthersWhileHundredsOfBodiesStall() throws IOException {
        // Given
        start(limits(LONG), upstream.actualPort());
        for (int i = 0; i < 300; i++) {
            call(HALF_A_BODY);
        }

        // When
        String answer = RawCaller.ask(gateway.port(), READ);

        // Then
        assertThat(answer).startsWith("HTTP/1.1 200");
        assertThat(connections).hasValue(1);
    }

    @Test
    void shouldTellACallerThatItsBodyStalls() throws IOException {
        // Given
        start(limits(SHORT), upstream.actualPort());

        // When
        String answer = RawCaller.ask(gateway.port(), HALF_A_BODY);

        // Then
        assertThat(answer).startsWith("HTTP/1.1 408").contains("application/fhir+json", "OperationOutcome", "TIMEOUT");
        assertThat(arrived.availablePermits()).isZero();
    }

    @Test
    void shouldTellACallerThatItsLargeBodyStalls() throws IOException {
        // Given
        start(limits(SHORT), upstream.actualPort());

        // When
        String answer = RawCaller.ask(gateway.port(), HALF_A_LARGE_BODY);

        // Then
        assertThat(answer).startsWith("HTTP/1.1 408").contains("application/problem+json");
        assertThat(arrived.availablePermits()).isOne();
    }

    @Test
    void shouldLeaveRoomForOthersBesideLargeBodies() throws Exception {
        // Given
        start(limits(LONG), upstream.actualPort());
        call(HALF_A_LARGE_BODY);
        call(HALF_A_LARGE_BODY);
        awaitRequests(2);

        // When
        String third = RawCaller.ask(gateway.port(), HALF_A_LARGE_BODY);

        // Then
        assertThat(third).startsWith("HTTP/1.1 503").containsIgnoringCase("retry-after: 2");
        assertThat(RawCaller.ask(gateway.port(), READ)).startsWith("HTTP/1.1 200");
    }

    @Test
    void shouldGiveThePlaceOfALargeBodyBackWhenItsCallerLeaves() throws Exception {
        // Given
        start(limits(LONG), upstream.actualPort());
        call(HALF_A_LARGE_BODY);
        call(HALF_A_LARGE_BODY);
        awaitRequests(2);
        callers.getFirst().close();
        assertThat(broken.tryAcquire(10, TimeUnit.SECONDS)).isTrue();

        // When
        call(HALF_A_LARGE_BODY);

        // Then
        awaitRequests(1);
    }

    @Test
    void shouldBoundTheMemoryThatBodiesWaitIn() throws IOException {
        // Given
        var small = new GatewayLimits(READ_AHEAD, 20, 4, 2, 4, SHORT, LONG);
        start(small, upstream.actualPort());
        call(HALF_A_BODY);

        // When
        String second = RawCaller.ask(gateway.port(), HALF_A_BODY);

        // Then
        assertThat(second).startsWith("HTTP/1.1 503").containsIgnoringCase("retry-after: 2");
        callers.getFirst().close();
        assertThat(RawCaller.ask(gateway.port(), READ)).startsWith("HTTP/1.1 200");
    }

    @Test
    void shouldBlameAServiceThatStopsTakingTheBody() throws IOException {
        // Given
        try (var service = new ScriptedService((it, connection, number) -> it.readHead(connection))) {
            start(limits(SHORT), service.port());

            // When
            var caller = call("POST /dicom-web/studies HTTP/1.1\nHost: h\nContent-Length: 40000000\n\n");
            var sender = Thread.ofVirtual().start(() -> flood(caller, 40_000_000));
            String answer = caller.readUntil("\r\n\r\n");

            // Then
            assertThat(answer).startsWith("HTTP/1.1 504");
            caller.close();
            sender.interrupt();
        }
    }

    @Test
    void shouldPassAnEarlyAnswerOnAndForgetTheRestOfTheBody() throws IOException {
        // Given
        try (var service = new ScriptedService((it, connection, number) -> {
            it.readHead(connection);
            ScriptedService.write(connection, "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
        })) {
            start(limits(LONG), service.port());

            // When
            String answer = RawCaller.ask(gateway.port(), HALF_A_LARGE_BODY);

            // Then
            assertThat(answer).startsWith("HTTP/1.1 403").endsWith("no").containsIgnoringCase("connection: close");
        }
    }

    @Test
    void shouldNotLetRequestsWaitForAConnectionWithoutEnd() throws Exception {
        // Given
        start(limits(LONG), upstream.actualPort());
        for (int i = 0; i < 4; i++) {
            call("GET /fhir/R4/Patient/silent HTTP/1.1\nHost: h\n\n");
        }
        awaitRequests(4);

        // When
        String fifth = RawCaller.ask(gateway.port(), READ);

        // Then
        assertThat(fifth).startsWith("HTTP/1.1 503").containsIgnoringCase("retry-after: 2");
    }

    private static GatewayLimits limits(Duration pace) {
        return new GatewayLimits(READ_AHEAD, 10_000_000, 4, 2, 4, SHORT, pace);
    }

    private void start(GatewayLimits limits, int port) {
        var table = new RouteTable(List.of(
                new Route("patient", "/fhir/R4/Patient", false, "live", true, 1_000, LONG),
                new Route("dicom", "/dicom-web", false, "live", true, 50_000_000, LONG)));
        gateway = Gateway.start(table, Map.of("live", port), 0, limits);
    }

    private RawCaller call(String request) throws IOException {
        var caller = new RawCaller(gateway.port());
        callers.add(caller);
        return caller.send(request);
    }

    private static void flood(RawCaller caller, int bytes) {
        try {
            for (int sent = 0; sent < bytes; sent += 100_000) {
                caller.write(new byte[100_000]);
            }
        } catch (IOException e) {
            // The gateway had enough.
        }
    }

    private void awaitRequests(int count) throws InterruptedException {
        assertThat(arrived.tryAcquire(count, 10, TimeUnit.SECONDS)).isTrue();
    }

    private void answer(HttpServerRequest request) {
        request.exceptionHandler(cause -> broken.release());
        arrived.release();
        if (!request.path().endsWith("/silent")) {
            request.handler(body -> {});
            request.endHandler(end -> request.response().end("read"));
        }
    }
}
