package org.meridiandx.dev.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.dev.gateway.routes.Route;
import org.meridiandx.dev.gateway.routes.RouteTable;

/// Bytes that are no request, or that two readers would read differently, get an answer that says what to do.
class UnreadableRequestIT {

    private final Vertx vertx = Vertx.vertx();
    private final List<String> targets = new CopyOnWriteArrayList<>();
    private Gateway gateway;

    @BeforeEach
    void start() {
        var upstream = vertx.createHttpServer().requestHandler(request -> {
            targets.add(request.uri());
            request.endHandler(end -> request.response().end("ok"));
        });
        upstream.listen(0).toCompletionStage().toCompletableFuture().join();
        var timeout = Duration.ofSeconds(5);
        var table = new RouteTable(List.of(
                new Route("patient", "/fhir/R4/Patient", false, "live", true, 1_000, timeout),
                new Route("dicom", "/dicom-web", false, "live", true, 50_000_000, timeout)));
        gateway = Gateway.start(table, Map.of("live", upstream.actualPort()), 0);
    }

    @AfterEach
    void stop() {
        gateway.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 4\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\nContent-Length: 4",
                "Content-Length: 4\nContent-Length: 5",
                "Content-Length: 4\nContent-Length: 4",
                "Content-Length: 4, 5",
                "Content-Length: +4",
                "Content-Length: -4",
                "Content-Length: 0x4",
                "Content-Length: 99999999999999999999",
                "Content-Length : 4",
                "Content-Length:",
                "Transfer-Encoding : chunked",
                "Transfer-Encoding: gzip",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: xchunked\nContent-Length: 4",
                "Transfer-Encoding: chunked\nTransfer-Encoding: chunked",
                "Host: other",
                "Bad Name: 1",
                "X-Odd: a\u0000b"
            })
    void shouldRefuseARequestWhoseEndTwoReadersWouldSeeDifferently(String headers) throws IOException {
        // When
        String answer = RawCaller.ask(
                gateway.port(),
                "POST /fhir/R4/Patient HTTP/1.1\nHost: h\n" + headers
                        + "\n\n0\n\nGET /fhir/R4/Patient/smuggled HTTP/1.1\nHost: h\n\n");

        // Then
        assertThat(answer)
                .startsWith("HTTP/1.1 400")
                .contains("application/fhir+json", "OperationOutcome", "BAD_REQUEST", "diagnostics")
                .containsIgnoringCase("connection: close")
                .containsOnlyOnce("HTTP/1.1 ");
        assertThat(targets).isEmpty();
    }

    @Test
    void shouldRefuseChunksInTheOldProtocol() throws IOException {
        assertThat(RawCaller.ask(
                        gateway.port(), "POST /fhir/R4/Patient HTTP/1.0\nTransfer-Encoding: chunked\n\n4\nabcd\n0\n\n"))
                .contains(" 400 ", "OperationOutcome");
        assertThat(targets).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"4\nabcd\nzz\nabcd\n0\n\n", "-1\nabcd\n0\n\n", "4\nabcdefgh\n0\n\n", "fffffffffff\nabcd\n"})
    void shouldTellThatAChunkCannotBeRead(String chunks) throws IOException {
        // When
        String answer = RawCaller.ask(
                gateway.port(),
                "POST /fhir/R4/Patient HTTP/1.1\nHost: h\nTransfer-Encoding: chunked\n\n" + chunks
                        + "GET /fhir/R4/Patient/smuggled HTTP/1.1\nHost: h\n\n");

        // Then
        assertThat(answer)
                .startsWith("HTTP/1.1 400")
                .contains("application/fhir+json", "OperationOutcome", "BAD_REQUEST", "chunk")
                .containsIgnoringCase("connection: close")
                .containsOnlyOnce("HTTP/1.1 ");
        assertThat(targets).isEmpty();
    }

    @Test
    void shouldTellThatAChunkOfALargeBodyCannotBeRead() throws IOException {
        // Given
        try (var caller = new RawCaller(gateway.port())) {
            caller.send("POST /dicom-web/studies HTTP/1.1\nHost: h\nTransfer-Encoding: chunked\n\n200000\n"
                    + "x".repeat(0x200000) + "\n");

            // When
            String answer = caller.send("no chunk\n").readAll();

            // Then
            assertThat(answer)
                    .startsWith("HTTP/1.1 400")
                    .contains("application/problem+json", "chunk")
                    .containsIgnoringCase("connection: close");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"PRI * HTTP/2.0\n\nSM\n\n", "GET /fhir/R4/Patient HTTP/2.0\nHost: h\n\n", "GET / HTTP/3\n\n"})
    void shouldTellWhichProtocolIsSpoken(String bytes) throws IOException {
        // When
        String answer = RawCaller.ask(gateway.port(), bytes);

        // Then
        assertThat(answer)
                .startsWith("HTTP/1.0 400")
                .contains("application/fhir+json", "OperationOutcome", "Only HTTP/1.1 is spoken")
                .containsIgnoringCase("connection: close")
                .containsOnlyOnce("Bad Request");
        assertThat(targets).isEmpty();
    }

    @Test
    void shouldAskForAHost() throws IOException {
        assertThat(RawCaller.ask(gateway.port(), "GET /fhir/R4/Patient HTTP/1.1\nConnection: close\n\n"))
                .startsWith("HTTP/1.1 400")
                .contains("OperationOutcome", "Host header");
    }

    @ParameterizedTest
    @CsvSource({
        "identifier=a|b, identifier=a%7Cb",
        "name=é, name=%C3%A9",
        "name=%C3%A9&x=[1], name=%C3%A9&x=%5B1%5D",
        "a={b}\"^`\\<>, a=%7Bb%7D%22%5E%60%5C%3C%3E",
        "a=1%7c2:3/4?5@6, a=1%7c2:3/4?5@6",
        "date=ge2026-01-01T00:00:00+01:00, date=ge2026-01-01T00:00:00+01:00"
    })
    void shouldEncodeWhatAQueryMayNotHold(String sent, String received) throws IOException {
        // Given
        String bytes = new String(sent.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);

        // When
        String answer = RawCaller.ask(
                gateway.port(), "GET /fhir/R4/Patient?" + bytes + " HTTP/1.1\nHost: h\nConnection: close\n\n");

        // Then
        assertThat(answer).startsWith("HTTP/1.1 200");
        assertThat(targets).containsExactly("/fhir/R4/Patient?" + received);
    }

    @ParameterizedTest
    @ValueSource(strings = {"name=\u00e9", "name=100%", "name=%zz", "name=a#b", "name=a\u0001b", "name=a\u007fb"})
    void shouldTellHowToEncodeAQueryThatCannotBeRead(String query) throws IOException {
        // When
        String answer = RawCaller.ask(
                gateway.port(), "GET /fhir/R4/Patient?" + query + " HTTP/1.1\nHost: h\nConnection: close\n\n");

        // Then
        assertThat(answer).startsWith("HTTP/1.1 400").contains("OperationOutcome", "%7C");
        assertThat(targets).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /fhir/R4/Patient?name=a b HTTP/1.1\nHost: h\n\n",
                "GET /fhir/R4/Patient\nHost: h\n\n",
                "GET /fhir/R4/Patient HTTP/x\nHost: h\n\n",
                "hello\n\n"
            })
    void shouldAnswerWhatIsNoRequest(String bytes) throws IOException {
        assertThat(RawCaller.ask(gateway.port(), bytes))
                .contains(" 400 ", "application/fhir+json", "OperationOutcome")
                .containsIgnoringCase("connection: close");
    }

    @Test
    void shouldTellThatTheRequestLineIsTooLong() throws IOException {
        assertThat(RawCaller.ask(
                        gateway.port(), "GET /fhir/R4/Patient?_id=" + "1,".repeat(40_000) + " HTTP/1.1\nHost: h\n\n"))
                .contains(" 414 ", "OperationOutcome", "_search")
                .containsIgnoringCase("connection: close");
    }

    @Test
    void shouldTellThatTheHeadersAreTooLarge() throws IOException {
        assertThat(RawCaller.ask(
                        gateway.port(),
                        "GET /fhir/R4/Patient HTTP/1.1\nHost: h\nCookie: " + "x".repeat(200_000) + "\n\n"))
                .startsWith("HTTP/1.1 431")
                .contains("OperationOutcome", "cookies first")
                .containsIgnoringCase("connection: close");
    }

    @Test
    void shouldAnswerWhatCameBeforeTheUnreadablePart() throws IOException {
        // When
        String answer = RawCaller.ask(
                gateway.port(), "GET /fhir/R4/Patient/1 HTTP/1.1\nHost: h\n\nGET /fhir/R4/Patient\nHost: h\n\n");

        // Then
        assertThat(answer).startsWith("HTTP/1.1 200").contains("400 Bad Request", "OperationOutcome");
    }
}
