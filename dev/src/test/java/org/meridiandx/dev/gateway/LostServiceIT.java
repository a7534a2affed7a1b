package org.meridiandx.dev.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.dev.gateway.routes.Route;
import org.meridiandx.dev.gateway.routes.RouteTable;

/// A service that goes away costs no innocent request its answer, no write its doubt, and the log one line.
class LostServiceIT {

    private static final String READ = "GET /fhir/R4/Patient/1 HTTP/1.1\nHost: h\nConnection: close\n\n";
    private static final String WRITE =
            "POST /fhir/R4/Patient HTTP/1.1\nHost: h\nConnection: close\nContent-Length: 2\n\n{}";

    private final List<LogRecord> log = new CopyOnWriteArrayList<>();
    private final Handler listener = new Listener();
    private final CountDownLatch left = new CountDownLatch(1);
    private ScriptedService service;
    private Gateway gateway;

    @BeforeEach
    void listen() {
        Logger.getLogger("").addHandler(listener);
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        service.close();
        Logger.getLogger("").removeHandler(listener);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void shouldRepeatAReadOnAConnectionOfItsOwn(String method) throws IOException {
        // Given
        start((it, connection, number) -> {
            it.readHead(connection);
            ScriptedService.write(connection, ScriptedService.OK);
            it.readHead(connection);
            connection.close();
        });
        RawCaller.ask(gateway.port(), READ);

        // When
        String answer = RawCaller.ask(gateway.port(), READ.replace("GET", method));

        // Then
        assertThat(answer).startsWith("HTTP/1.1 200");
        assertThat(service.connections()).isEqualTo(2);
        assertThat(service.heads()).hasSize(3);
    }

    @Test
    void shouldRepeatAReadOnceOnly() throws IOException {
        // Given
        start((it, connection, number) -> {
            it.readHead(connection);
            connection.close();
        });

        // When
        String answer = RawCaller.ask(gateway.port(), READ);

        // Then
        assertThat(answer)
                .startsWith("HTTP/1.1 503")
                .contains("OperationOutcome")
                .containsIgnoringCase("retry-after: 2");
        assertThat(service.heads()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH"})
    void shouldNeverRepeatAWrite(String method) throws IOException {
        // Given
        start((it, connection, number) -> {
            it.readHead(connection);
            connection.close();
        });

        // When
        String answer = RawCaller.ask(gateway.port(), WRITE.replace("POST", method));

        // Then
        assertThat(answer)
                .startsWith("HTTP/1.1 503")
                .contains("may or may not have happened")
                .containsIgnoringCase("retry-after: 2");
        assertThat(service.heads()).hasSize(1);
    }

    @Test
    void shouldNotLetHalfAnAnswerLookWhole() throws IOException {
        // Given
        start((it, connection, number) -> {
            it.readHead(connection);
            ScriptedService.write(connection, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
            connection.close();
        });

        // When
        String answer = RawCaller.ask(gateway.port(), READ);

        // Then
        assertThat(answer).doesNotContain("\r\n0\r\n");
        assertThat(service.heads()).hasSize(1);
    }

    @Test
    void shouldWriteOneLineWhenAServiceDies() throws Exception {
        // Given
        start((it, connection, number) -> {
            it.readHead(connection);
            if (number % 3 == 0) {
                ScriptedService.write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
            }
        });
        var callers = new ArrayList<RawCaller>();
        for (int i = 0; i < 30; i++) {
            callers.add(new RawCaller(gateway.port()).send(i % 2 == 0 ? READ : WRITE));
        }
        awaitRequests(30);

        // When
        service.close();

        // Then
        assertAllAnswered(callers);
        assertThat(log).singleElement().matches(line -> line.getThrown() == null);
    }

    @Test
    void shouldNotFailOnAnAnswerThatComesBeforeTheBodyAndACut() throws IOException {
        // Given
        start((it, connection, number) -> {
            it.readHead(connection);
            ScriptedService.write(connection, "HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno");
            connection.setSoLinger(true, 0);
            connection.close();
        });

        // When
        try (var caller = new RawCaller(gateway.port())) {
            caller.send("POST /dicom-web/studies HTTP/1.1\nHost: h\nContent-Length: 9000000\n\n");
            Thread.ofVirtual().start(() -> sendMuch(caller));

            // Then
            assertThat(caller.readUntil("\r\n\r\n")).containsPattern("^HTTP/1.1 (413|503)");
        }
        assertThat(log).allMatch(line -> line.getThrown() == null);
    }

    @Test
    void shouldWriteOneLineWhenAServiceDiesUnderLargeBodies() throws Exception {
        // Given
        start((it, connection, number) -> {
            it.readHead(connection);
            if (number % 2 == 0) {
                ScriptedService.write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
            }
            connection.getInputStream().readNBytes(3_000_000);
        });
        var callers = new ArrayList<RawCaller>();
        var senders = new ArrayList<Thread>();
        for (int i = 0; i < 10; i++) {
            var caller = new RawCaller(gateway.port());
            callers.add(caller.send("POST /dicom-web/studies HTTP/1.1\nHost: h\nContent-Length: 9000000\n\n"));
            senders.add(Thread.ofVirtual().start(() -> sendMuch(caller)));
        }
        awaitRequests(10);

        // When
        service.close();

        // Then
        assertAllAnswered(callers);
        assertThat(log).singleElement().matches(line -> line.getThrown() == null);
    }

    @Test
    void shouldNotBlameAServiceForACallerThatLeaves() throws Exception {
        // Given
        start((it, connection, number) -> {
            it.readHead(connection);
            connection.getInputStream().transferTo(OutputStream.nullOutputStream());
            left.countDown();
        });

        // When
        try (var caller = new RawCaller(gateway.port())) {
            caller.send("POST /dicom-web/studies HTTP/1.1\nHost: h\nContent-Length: 9000000\n\n");
            caller.write(new byte[3_000_000]);
            awaitRequests(1);
        }

        // Then
        assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(log).isEmpty();
    }

    private static void assertAllAnswered(List<RawCaller> callers) throws IOException {
        for (var caller : callers) {
            assertThat(caller.readAll()).containsPattern("^HTTP/1.1 (503|200)");
            caller.close();
        }
    }

    private void awaitRequests(int count) {
        while (service.heads().size() < count) {
            Thread.onSpinWait();
        }
    }

    private static void sendMuch(RawCaller caller) {
        try {
            caller.write(new byte[9_000_000]);
        } catch (IOException e) {
            // Cut off.
        }
    }

    private void start(ScriptedService.Script script) throws IOException {
        service = new ScriptedService(script);
        var timeout = Duration.ofSeconds(9);
        gateway = Gateway.start(
                new RouteTable(List.of(
                        new Route("patient", "/fhir/R4/Patient", false, "live", true, 1_000, timeout),
                        new Route("dicom", "/dicom-web", false, "live", true, 50_000_000, timeout))),
                Map.of("live", service.port()),
                0);
    }

    /// Hears what is worth a line in the supervisor's log.
    private final class Listener extends Handler {
        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().intValue() >= java.util.logging.Level.INFO.intValue()) {
                log.add(line);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
