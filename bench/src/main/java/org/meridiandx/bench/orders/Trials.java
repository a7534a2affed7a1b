package org.meridiandx.bench.orders;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.meridiandx.bench.load.HttpCalls;
import org.meridiandx.bench.load.HttpWire;
import org.meridiandx.bench.load.Scenario;
import org.meridiandx.bench.load.Worker;
import org.meridiandx.bench.patients.SyntheticPatient;
import org.meridiandx.hl7v2.mllp.MllpClient;

/// What is measured, and what the right answers are.
///
/// @param measured who does it
/// @param orders what the table holds
record Trials(OrderStage stage, OrderStage.Running measured, StoredOrders orders, Pace pace) {

    /// @param connections of the closed loops
    /// @param searchRate searches a second in the open loop
    /// @param hookRate the same for hooks
    record Pace(int connections, double searchRate, double hookRate) {}

    static final List<String> SECTIONS = List.of("create", "read", "search", "hook", "intake");

    private static final Trial.Check NOTHING = () -> "";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PATH = "/fhir/R4/ServiceRequest";
    private static final String RATING = "\"code\":\"not-appropriate\"";
    private static final String RECORD_LOOKED_AT = "No imaging";
    private static final String NOT_LOOKED_AT = "The region's record was not looked at";

    List<Trial> of(List<String> sections) {
        var all = new ArrayList<Trial>();
        all.add(create(1));
        double searchRate = pace.searchRate();
        double hookRate = pace.hookRate();
        all.add(create(pace.connections()));
        all.add(trial("read", "by id", 0, this::reads));
        all.add(trial("search", "by patient", searchRate, this::searches));
        all.add(trial("hook", "order-sign, patient sent along", hookRate, hooks(false)));
        all.add(trial("hook", "order-sign, with the record", hookRate, hooks(true)));
        all.add(intake("OML^O21", "L", OrderBodies::oml));
        all.add(intake("ORM^O01", "R", OrderBodies::orm));
        return all.stream().filter(trial -> sections.contains(trial.section())).toList();
    }

    private Trial trial(String section, String title, double perSecond, Trial.Work work) {
        return new Trial(measured, section, title, pace.connections(), perSecond, work, NOTHING);
    }

    private Trial create(int atOnce) {
        var acknowledged = new Acknowledged(stage, "C" + atOnce + measured.label());
        return new Trial(
                measured,
                "create",
                atOnce + (atOnce == 1 ? " connection" : " connections"),
                atOnce,
                0,
                () -> acknowledged.counted(calls("create", token -> creation(acknowledged.nextPlacer(), token))),
                acknowledged);
    }

    private HttpCalls.Call creation(String placer, String token) {
        return creation(measured.server().base(), placer, token, OrderBodies.order(placer, stage.any()));
    }

    /// An order that is sent in.
    static HttpCalls.Call creation(URI base, String placer, String token, String body) {
        var expected = List.of(bytes("\"resourceType\":\"ServiceRequest\""), bytes("\"value\":\"" + placer + "\""));
        return new HttpCalls.Call(post(base, PATH, token, "application/fhir+json", body), 201, expected);
    }

    private Scenario reads() throws IOException {
        return calls("read", token -> {
            var order = orders.at(ThreadLocalRandom.current().nextInt(orders.count()));
            return new HttpCalls.Call(get(PATH + "/" + order.id(), token), order.content());
        });
    }

    /// The right answer holds every order that the patient was given, newest first, in one page.
    private Scenario searches() throws IOException {
        return calls("search", token -> {
            int patient = ThreadLocalRandom.current()
                    .nextInt(Math.min(orders.count(), stage.patients().count()));
            var expected = new ArrayList<byte[]>();
            expected.add(bytes("\"type\":\"searchset\""));
            for (int i = patient; i < orders.count(); i += stage.patients().count()) {
                expected.add(orders.at(i).content());
            }
            var path = PATH + "?patient=" + stage.patients().at(patient).id();
            return new HttpCalls.Call(get(path, token), 200, expected);
        });
    }

    private Trial.Work hooks(boolean isKnown) {
        var expected = List.of(bytes("\"cards\":[{"), bytes(RATING), bytes(isKnown ? RECORD_LOOKED_AT : NOT_LOOKED_AT));
        return () -> calls("hook", token -> {
            String body = OrderBodies.hook(stage.anyYoungAdult(), isKnown);
            var request = post(base(), "/cds-services/order-sign", token, "application/json", body);
            return new HttpCalls.Call(request, 200, expected);
        });
    }

    private Trial intake(String type, String letter, BiFunction<String, SyntheticPatient, byte[]> message) {
        var acknowledged = new Acknowledged(stage, letter + measured.label());
        Supplier<byte[]> next = () -> message.apply(acknowledged.nextPlacer(), stage.any());
        return new Trial(
                measured,
                "intake",
                type,
                pace.connections(),
                0,
                () -> acknowledged.counted(new Messages(type, measured.mllpPort(), next)),
                acknowledged);
    }

    /// HL7 v2 messages over MLLP, each until its `AA`.
    private record Messages(String what, int port, Supplier<byte[]> next) implements Scenario {
        @Override
        public String name() {
            return "intake";
        }

        @Override
        public void prepare(int pieces) {
            // Messages are made as they are sent.
        }

        @Override
        public Worker open() throws IOException {
            var client = MllpClient.connect("127.0.0.1", port, PATIENCE);
            return new Worker() {
                @Override
                public boolean work() throws IOException {
                    return client.send(next.get()).isAccepted();
                }

                @Override
                public void close() throws IOException {
                    client.close();
                }
            };
        }
    }

    @FunctionalInterface
    private interface CallOf {
        HttpCalls.Call with(String token);
    }

    private HttpCalls calls(String name, CallOf call) throws IOException {
        String token = stage.token();
        return new HttpCalls(name, "order-service", base(), () -> call.with(token));
    }

    private URI base() {
        return measured.server().base();
    }

    private byte[] get(String path, String token) {
        return HttpWire.bytes("GET " + path + head(base(), token) + "\r\n");
    }

    private static byte[] post(URI base, String path, String token, String type, String body) {
        return HttpWire.bytes("POST " + path + head(base, token) + "Content-Type: " + type + "\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body);
    }

    private static String head(URI base, String token) {
        return " HTTP/1.1\r\nHost: " + base.getAuthority()
                + "\r\nAccept: application/fhir+json, application/json\r\nAuthorization: Bearer " + token
                + "\r\nX-Request-ID: " + UUID.randomUUID() + "\r\n";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
