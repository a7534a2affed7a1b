package org.meridiandx.bench.results;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.meridiandx.bench.load.HttpCalls;
import org.meridiandx.bench.load.HttpWire;
import org.meridiandx.bench.load.Scenario;
import org.meridiandx.bench.load.Worker;
import org.meridiandx.bench.results.StoredResults.Resource;
import org.meridiandx.bench.trials.Trial;
import org.meridiandx.dev.persona.Persona;
import org.meridiandx.hl7v2.mllp.MllpClient;

/// What is measured, and what the right answers are.
///
/// @param measured who does it
/// @param results what the tables hold
record ResultTrials(ResultStage stage, ResultStage.Running measured, StoredResults results, Rates rates) {

    /// @param connections of the closed loops
    /// @param search searches a second in the open loop
    /// @param intake messages a second in the open loop
    record Rates(int connections, double search, double intake) {}

    static final List<String> SECTIONS = List.of("read", "search", "create", "bundle", "oru");

    private static final Trial.Check NOTHING = () -> "";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String FHIR = "/fhir/R4";
    private static final String JSON = "application/fhir+json";
    private static final int MIX = 4;

    List<Trial> of(List<String> sections) {
        var kept = new Kept(stage, "C" + measured.label(), "observation", 1);
        var bundles = new Kept(stage, "T" + measured.label(), "diagnostic_report", 1);
        var messages = new Kept(stage, "M" + measured.label(), "diagnostic_report", 1);
        var all = List.of(
                trial("read by id", 0, this::reads),
                trial("search, diagnostic mix", rates.search(), this::searches),
                new Trial(measured, "create, Observation", pace(0, 1), () -> kept.counted(creates(kept)), kept),
                new Trial(
                        measured,
                        "bundle, resources of transactions of " + ResultBodies.BUNDLE_SIZE,
                        pace(0, ResultBodies.BUNDLE_SIZE),
                        () -> bundles.counted(bundles(bundles)),
                        bundles),
                new Trial(
                        measured,
                        "oru, ORU^R01 with 4 values",
                        pace(rates.intake(), 1),
                        () -> messages.counted(new Messages(
                                measured.mllpPort(), () -> ResultBodies.oru(messages.next(), stage.any()))),
                        messages));
        return all.stream().filter(trial -> sections.contains(trial.section())).toList();
    }

    private Trial trial(String title, double perSecond, Trial.Work work) {
        return new Trial(measured, title, pace(perSecond, 1), work, NOTHING);
    }

    private Trial.Pace pace(double perSecond, int things) {
        return new Trial.Pace(rates.connections(), perSecond, things);
    }

    /// Reports and lines, one as often as the other.
    private Scenario reads() throws IOException {
        return calls("read", Persona.HOSPITAL_DOCTOR, token -> {
            int number = anyNumber();
            boolean isReport = ThreadLocalRandom.current().nextBoolean();
            var resource = isReport ? template().report() : anyLine();
            String type = isReport ? "/DiagnosticReport/" : "/Observation/";
            return new HttpCalls.Call(
                    get(type + StoredResults.id(resource.id(), number), token), results.copy(resource, number));
        });
    }

    /// In equal shares: a patient's laboratory values since a day, one analyte of a patient above
    /// a limit, a report by its number, a specimen by its accession.
    private Scenario searches() throws IOException {
        return calls("search", Persona.HOSPITAL_DOCTOR, token -> {
            int number = anyNumber();
            String patient = results.patient(number).id();
            return switch (ThreadLocalRandom.current().nextInt(MIX)) {
                case 0 ->
                    search(
                            "/Observation?category=laboratory&date=ge2016-01-01&_count=20&patient=" + patient,
                            token,
                            number,
                            template().lines());
                case 1 ->
                    search(
                            "/Observation?code=http://loinc.org%7C" + ResultBodies.ANALYTE
                                    + "&date=ge2016-01-01&value-quantity=gt100&_count=20&patient=" + patient,
                            token,
                            number,
                            List.of(template().line(ResultBodies.ANALYTE)));
                case 2 ->
                    search(
                            "/DiagnosticReport?identifier=" + results.filler(number),
                            token,
                            number,
                            List.of(template().report()));
                default ->
                    search(
                            "/Specimen?accession=A-" + results.filler(number),
                            token,
                            number,
                            List.of(template().specimen()));
            };
        });
    }

    private HttpCalls.Call search(String path, String token, int number, List<Resource> found) {
        var expected = new ArrayList<byte[]>();
        expected.add(bytes("\"type\":\"searchset\""));
        found.forEach(resource -> expected.add(results.copy(resource, number)));
        return new HttpCalls.Call(get(path, token), 200, expected);
    }

    private Scenario creates(Kept kept) throws IOException {
        return calls("create", Persona.LAB, token -> {
            String number = kept.next();
            var expected = List.of(bytes("\"resourceType\":\"Observation\""), bytes("\"value\":\"" + number + "\""));
            String body = ResultBodies.observation(number, stage.any());
            return new HttpCalls.Call(post("/Observation", token, body), 201, expected);
        });
    }

    private Scenario bundles(Kept kept) throws IOException {
        return calls("bundle", Persona.LAB, token -> {
            var expected = List.of(bytes("\"type\":\"transaction-response\""), bytes("201 Created"));
            return new HttpCalls.Call(post("", token, ResultBodies.bundle(kept.next(), stage.any())), 200, expected);
        });
    }

    /// HL7 v2 messages over MLLP, each until its `AA`.
    private record Messages(int port, Supplier<byte[]> next) implements Scenario {
        @Override
        public String name() {
            return "oru";
        }

        @Override
        public String what() {
            return "until AA";
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

    private HttpCalls calls(String name, Persona caller, CallOf call) throws IOException {
        String token = stage.token(caller);
        return new HttpCalls(name, "result-service", base(), () -> call.with(token));
    }

    private StoredResults.Template template() {
        return results.template();
    }

    private int anyNumber() {
        return ThreadLocalRandom.current().nextInt(results.count());
    }

    private Resource anyLine() {
        var lines = template().lines();
        return lines.get(ThreadLocalRandom.current().nextInt(lines.size()));
    }

    private URI base() {
        return measured.server().base();
    }

    private byte[] get(String path, String token) {
        return HttpWire.bytes("GET " + FHIR + path + head(token) + "\r\n");
    }

    private byte[] post(String path, String token, String body) {
        return HttpWire.bytes("POST " + FHIR + path + head(token) + "Content-Type: " + JSON + "\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body);
    }

    private String head(String token) {
        return " HTTP/1.1\r\nHost: " + base().getAuthority() + "\r\nAccept: " + JSON + "\r\nAuthorization: Bearer "
                + token + "\r\nX-Request-ID: " + UUID.randomUUID() + "\r\n";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
