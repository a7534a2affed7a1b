package org.meridiandx.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpCallsTest {

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestURI().getPath().getBytes(StandardCharsets.US_ASCII);
            boolean isFramed = exchange.getRequestURI().getPath().contains("framed");
            exchange.sendResponseHeaders(200, isFramed ? body.length : 0);
            try (var out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void shouldTakeTheAnswerThatHoldsWhatIsExpectedHoweverItIsFramed() throws IOException {
        assertThat(isRight("/framed/right", "right")).isTrue();
        assertThat(isRight("/chunked/right", "right")).isTrue();
    }

    @Test
    void shouldCountAnAnswerAboutSomethingElseAsWrong() throws IOException {
        assertThat(isRight("/framed/other", "right")).isFalse();
        assertThat(isRight("/chunked/righ", "right")).isFalse();
    }

    @Test
    void shouldWantTheStatusAndEachOfWhatIsExpected() throws IOException {
        var both = java.util.List.of(
                "fram".getBytes(StandardCharsets.US_ASCII), "ght".getBytes(StandardCharsets.US_ASCII));
        assertThat(isRight(new HttpCalls.Call(get("/framed/right"), 200, both))).isTrue();
        assertThat(isRight(new HttpCalls.Call(get("/framed/left"), 200, both))).isFalse();
        assertThat(isRight(new HttpCalls.Call(get("/framed/right"), 201, both))).isFalse();
    }

    private static byte[] get(String path) {
        return HttpWire.bytes("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
    }

    private boolean isRight(String path, String expected) throws IOException {
        return isRight(new HttpCalls.Call(get(path), expected.getBytes(StandardCharsets.US_ASCII)));
    }

    private boolean isRight(HttpCalls.Call call) throws IOException {
        var base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        try (var worker = new HttpCalls("test", "test", base, () -> call).open()) {
            return worker.work();
        }
    }
}
