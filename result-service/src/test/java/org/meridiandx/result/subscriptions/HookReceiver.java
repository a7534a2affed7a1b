package org.meridiandx.result.subscriptions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.meridiandx.testkit.port.FreePort;

/// A subscriber's server on a real socket.
final class HookReceiver implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /// Closes the connection in place of an answer.
    static final int CLOSE = -1;

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile Function<Received, Integer> answering = ignored -> 200;
    private volatile Duration delay = Duration.ZERO;

    /// One call as it came.
    record Received(Map<String, List<String>> headers, byte[] body, JsonNode bundle, Instant at) {
        JsonNode status() {
            return bundle.at("/entry/0/resource");
        }

        String type() {
            return parameter("type").path("valueCode").asText();
        }

        JsonNode parameter(String name) {
            for (var parameter : status().path("parameter")) {
                if (parameter.path("name").asText().equals(name)) {
                    return parameter;
                }
            }
            return JSON.createObjectNode();
        }

        /// Numbers of the events, in their order.
        List<Long> numbers() {
            return parts("event-number").stream()
                    .map(part -> Long.parseLong(part.path("valueString").asText()))
                    .toList();
        }

        /// References of what the events are about.
        List<String> focuses() {
            return parts("focus").stream()
                    .map(part -> part.at("/valueReference/reference").asText())
                    .toList();
        }

        private List<JsonNode> parts(String name) {
            var found = new CopyOnWriteArrayList<JsonNode>();
            for (var parameter : status().path("parameter")) {
                for (var part : parameter.path("part")) {
                    if (part.path("name").asText().equals(name)) {
                        found.add(part);
                    }
                }
            }
            return found;
        }

        String header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(header -> header.getValue().getFirst())
                    .findFirst()
                    .orElse("");
        }

        String text() {
            return new String(body, java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    private HookReceiver(int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::take);
        server.start();
    }

    static HookReceiver start() {
        return at(FreePort.take());
    }

    static HookReceiver at(int port) {
        return new HookReceiver(port);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            var call = new Received(Map.copyOf(exchange.getRequestHeaders()), body, JSON.readTree(body), Instant.now());
            received.add(call);
            pause(delay);
            var status = answering.apply(call);
            if (status != CLOSE) {
                exchange.getResponseHeaders().set("Location", endpoint() + "/elsewhere");
                exchange.sendResponseHeaders(status, -1);
            }
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    String endpoint() {
        return "http://localhost:" + server.getAddress().getPort() + "/hook";
    }

    /// From now on answers so.
    void answer(Function<Received, Integer> status) {
        answering = status;
    }

    /// From now on takes its time.
    void delay(Duration time) {
        delay = time;
    }

    List<Received> all() {
        return List.copyOf(received);
    }

    List<Received> events() {
        return all().stream()
                .filter(call -> call.type().equals("event-notification"))
                .toList();
    }

    /// Waits until so many notifications of a type came.
    ///
    /// @return those that came, fewer where patience ended
    List<Received> await(String type, int count) {
        return await(type, count, PATIENCE);
    }

    List<Received> await(String type, int count, Duration patience) {
        var end = Instant.now().plus(patience);
        var found = ofType(type);
        while (found.size() < count && Instant.now().isBefore(end)) {
            pause(Duration.ofMillis(20));
            found = ofType(type);
        }
        return found;
    }

    private List<Received> ofType(String type) {
        return all().stream().filter(call -> call.type().equals(type)).toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
