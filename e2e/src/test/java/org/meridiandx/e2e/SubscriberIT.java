package org.meridiandx.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.meridiandx.dev.partner.Call;
import org.meridiandx.dev.persona.Persona;
import org.meridiandx.dev.region.Service;
import org.meridiandx.dev.samples.SampleMessage;
import org.meridiandx.testkit.port.FreePort;

/// Who subscribes is told of every report, though the service that tells is killed between sending and noting it.
class SubscriberIT {
    private static final int REPORTS = 40;
    private static final int KILL_AT = 15;
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final ObjectMapper JSON = new ObjectMapper();
    private final SharedRegion region = SharedRegion.get();
    private final String run = Long.toString(System.nanoTime(), 36);
    private final AtomicBoolean isKilled = new AtomicBoolean();

    @Test
    void shouldHearOfEachReportThoughTheServiceIsKilledBeforeItNotesThatItTold() throws Exception {
        // Given
        var told = new ConcurrentHashMap<String, Set<Long>>();
        var strangers = new CopyOnWriteArrayList<JsonNode>();
        var server = server(told, strangers);
        var own = subscribe(Persona.LOADER, server, "/own");
        var other = subscribe(Persona.STRANGER, server, "/stranger");
        registerThePatient();

        // When
        var fillers = new ArrayList<String>();
        for (var i = 0; i < REPORTS; i++) {
            fillers.add(file(i));
        }

        // Then
        var reports = fillers.stream().map(this::reportOf).collect(Collectors.toSet());
        awaitTold(told, reports);
        assertThat(isKilled).isTrue();
        assertThat(told.keySet()).containsAll(reports);
        assertThat(told.values()).allSatisfy(numbers -> assertThat(numbers).hasSize(1));
        assertThat(told.values().stream().flatMap(Set::stream).sorted().toList())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, told.size()).boxed().toList());
        assertThat(strangers).isEmpty();
        server.stop(0);
        remove(Persona.LOADER, own);
        remove(Persona.STRANGER, other);
    }

    private HttpServer server(Map<String, Set<Long>> told, List<JsonNode> strangers) throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePort.take());
        var server = HttpServer.create(address, 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/own",
                exchange -> answer(exchange, event -> {
                    var numbers = told.computeIfAbsent(event.focus(), ignored -> ConcurrentHashMap.newKeySet());
                    numbers.add(event.number());
                    if (event.number() == KILL_AT && isKilled.compareAndSet(false, true)) {
                        kill();
                    }
                }));
        server.createContext("/stranger", exchange -> answer(exchange, event -> strangers.add(event.json())));
        server.start();
        return server;
    }

    /// One notification-event.
    private record Event(long number, String focus, JsonNode json) {}

    private interface Hearing {
        void hear(Event event);
    }

    private static void answer(HttpExchange exchange, Hearing hearing) throws IOException {
        try (exchange) {
            var status = JSON.readTree(exchange.getRequestBody()).at("/entry/0/resource");
            for (var parameter : status.path("parameter")) {
                if (parameter.path("name").asText().equals("notification-event")) {
                    hearing.hear(eventOf(parameter));
                }
            }
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private static Event eventOf(JsonNode parameter) {
        var parts = new TreeMap<String, JsonNode>();
        parameter.path("part").forEach(part -> parts.put(part.path("name").asText(), part));
        var focus = parts.get("focus").at("/valueReference/reference").asText();
        return new Event(
                parts.get("event-number").path("valueString").asLong(),
                focus.substring(focus.lastIndexOf('/') + 1),
                parameter);
    }

    private void kill() {
        ProcessHandle.of(region.processes().get(Service.RESULT.title())).ifPresent(ProcessHandle::destroyForcibly);
    }

    private String subscribe(Persona persona, HttpServer server, String path) throws Exception {
        var made = region.partner().send(persona, Call.post("/fhir/R4/Subscription", """
                {"resourceType":"Subscription","status":"requested","reason":"e2e",
                 "criteria":"urn:meridian:subscription-topic:report-available",
                 "channel":{"type":"rest-hook","endpoint":"http://localhost:%d%s","payload":"application/fhir+json",
                  "_payload":{"extension":[{"valueCode":"id-only","url":
                   "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-payload-content"}]}}}
                """.formatted(
                        server.getAddress().getPort(), path)));
        assertThat(made.status()).as(made.reason()).isEqualTo(201);
        var id = made.json().path("id").asText();
        var end = Instant.now().plus(PATIENCE);
        while (!statusOf(persona, id).equals("active") && Instant.now().isBefore(end)) {
            Thread.sleep(100);
        }
        assertThat(statusOf(persona, id)).isEqualTo("active");
        return id;
    }

    private String statusOf(Persona persona, String id) throws Exception {
        return region.partner()
                .send(persona, Call.get("/fhir/R4/Subscription/" + id))
                .json()
                .path("status")
                .asText();
    }

    private void remove(Persona persona, String id) throws Exception {
        var gone = new Call(
                "DELETE", "/fhir/R4/Subscription/" + id, Map.of(), java.net.http.HttpRequest.BodyPublishers.noBody());
        assertThat(region.partner().send(persona, gone).status()).isEqualTo(204);
    }

    private void registerThePatient() throws Exception {
        var message = SampleMessage.read(region.root(), "01-adt-a28").sentNow("S" + System.nanoTime());
        try (var identity = region.partner().mllpWhenUp(Service.IDENTITY)) {
            assertThat(identity.send(message.bytes()).isAccepted()).isTrue();
        }
    }

    /// Sends a result until it is accepted.
    private String file(int number) throws Exception {
        var filler = "S" + run + "-" + number;
        var message = SampleMessage.read(region.root(), "06-oru-r01-fbc")
                .sentNow(filler)
                .with("ORC", 0, 2, "")
                .with("OBR", 0, 2, "")
                .with("ORC", 0, 3, filler + "^RX902")
                .with("OBR", 0, 3, filler + "^RX902");
        var end = Instant.now().plus(PATIENCE);
        while (!isAccepted(message)) {
            assertThat(Instant.now()).isBefore(end);
            Thread.sleep(200);
        }
        return filler;
    }

    private boolean isAccepted(SampleMessage message) {
        try (var results = region.partner().mllp(Service.RESULT)) {
            return results.send(message.bytes()).isAccepted();
        } catch (IOException down) {
            return false;
        }
    }

    private String reportOf(String filler) {
        try {
            var found =
                    region.partner().send(Persona.LOADER, Call.get("/fhir/R4/DiagnosticReport?identifier=" + filler));
            return found.json().at("/entry/0/resource/id").asText();
        } catch (IOException | InterruptedException away) {
            throw new AssertionError(away);
        }
    }

    private static void awaitTold(Map<String, Set<Long>> told, Set<String> reports) throws InterruptedException {
        var end = Instant.now().plus(PATIENCE);
        while (!told.keySet().containsAll(reports) && Instant.now().isBefore(end)) {
            Thread.sleep(100);
        }
    }
}
