package org.meridiandx.bench.results;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.meridiandx.bench.load.HttpCalls;
import org.meridiandx.bench.load.Scenario;
import org.meridiandx.bench.results.StoredResults.Resource;
import org.meridiandx.bench.trials.Messages;
import org.meridiandx.bench.trials.Numbered;
import org.meridiandx.bench.trials.Requests;
import org.meridiandx.bench.trials.Trial;
import org.meridiandx.bench.trials.TrialRegion;
import org.meridiandx.dev.persona.Persona;

/// What is measured, and what the right answers are.
///
/// @param measured who does it
/// @param results what the tables hold
record ResultTrials(TrialRegion region, TrialRegion.MeasuredService measured, StoredResults results, Rates rates) {

    /// @param connections of the closed loops
    /// @param search searches a second in the open loop
    /// @param intake messages a second in the open loop
    record Rates(int connections, double search, double intake) {}

    static final List<String> SECTIONS = List.of("read", "search", "create", "bundle", "oru");

    private static final Trial.Check NOTHING = () -> "";
    private static final String FHIR = "/fhir/R4";
    private static final String JSON = "application/fhir+json";
    private static final int MIX = 4;

    List<Trial> of(List<String> sections) {
        var lines = new Numbered("C" + measured.label());
        var bundles = new Numbered("T" + measured.label());
        var messages = new Numbered("M" + measured.label());
        var all = List.of(
                trial("read by id", pace(0, 1), this::reads, NOTHING),
                trial("search, diagnostic mix", pace(rates.search(), 1), this::searches, NOTHING),
                trial(
                        "create, Observation",
                        pace(0, 1),
                        () -> lines.counted(creates(lines)),
                        new Kept(region, lines, "observation")),
                trial(
                        "bundle, resources of transactions of " + ResultBodies.BUNDLE_SIZE,
                        pace(0, ResultBodies.BUNDLE_SIZE),
                        () -> bundles.counted(bundles(bundles)),
                        new Kept(region, bundles, "diagnostic_report")),
                trial(
                        "oru, ORU^R01 with 4 values",
                        pace(rates.intake(), 1),
                        () -> messages.counted(new Messages(
                                "oru",
                                "until AA",
                                measured.mllpPort(),
                                () -> ResultBodies.oru(messages.next(), region.anyPatient()))),
                        new Kept(region, messages, "diagnostic_report")));
        return all.stream().filter(trial -> sections.contains(trial.section())).toList();
    }

    private Trial trial(String title, Trial.Pace pace, Trial.Work work, Trial.Check check) {
        return new Trial(region, measured, title, pace, work, check);
    }

    private Trial.Pace pace(double perSecond, int things) {
        return new Trial.Pace(rates.connections(), perSecond, things);
    }

    /// Reports and lines, one as often as the other.
    private Scenario reads() throws IOException {
        return calls("read", Persona.HOSPITAL_DOCTOR, asking -> {
            int number = anyNumber();
            boolean isReport = ThreadLocalRandom.current().nextBoolean();
            var resource = isReport ? template().report() : anyLine();
            String type = isReport ? "/DiagnosticReport/" : "/Observation/";
            return new HttpCalls.Call(
                    asking.get(FHIR + type + StoredResults.id(resource.id(), number)), results.copy(resource, number));
        });
    }

    /// In equal shares: a patient's laboratory values since a day, one analyte of a patient above
    /// a limit, a report by its number, a specimen by its accession.
    private Scenario searches() throws IOException {
        return calls("search", Persona.HOSPITAL_DOCTOR, asking -> {
            int number = anyNumber();
            String patient = results.patient(number).id();
            return switch (ThreadLocalRandom.current().nextInt(MIX)) {
                case 0 ->
                    search(
                            "/Observation?category=laboratory&date=ge2016-01-01&_count=20&patient=" + patient,
                            asking,
                            number,
                            template().lines());
                case 1 ->
                    search(
                            "/Observation?code=http://loinc.org%7C" + ResultBodies.ANALYTE
                                    + "&date=ge2016-01-01&value-quantity=gt100&_count=20&patient=" + patient,
                            asking,
                            number,
                            List.of(template().line(ResultBodies.ANALYTE)));
                case 2 ->
                    search(
                            "/DiagnosticReport?identifier=" + results.filler(number),
                            asking,
                            number,
                            List.of(template().report()));
                default ->
                    search(
                            "/Specimen?accession=A-" + results.filler(number),
                            asking,
                            number,
                            List.of(template().specimen()));
            };
        });
    }

    private HttpCalls.Call search(String path, Requests asking, int number, List<Resource> found) {
        var expected = new ArrayList<byte[]>();
        expected.add(bytes("\"type\":\"searchset\""));
        found.forEach(resource -> expected.add(results.copy(resource, number)));
        return new HttpCalls.Call(asking.get(FHIR + path), 200, expected);
    }

    private Scenario creates(Numbered sent) throws IOException {
        return calls("create", Persona.LAB, asking -> {
            String number = sent.next();
            var expected = List.of(bytes("\"resourceType\":\"Observation\""), bytes("\"value\":\"" + number + "\""));
            String body = ResultBodies.observation(number, region.anyPatient());
            return new HttpCalls.Call(asking.post(FHIR + "/Observation", JSON, body), 201, expected);
        });
    }

    private Scenario bundles(Numbered sent) throws IOException {
        return calls("bundle", Persona.LAB, asking -> {
            var expected = List.of(bytes("\"type\":\"transaction-response\""), bytes("201 Created"));
            return new HttpCalls.Call(
                    asking.post(FHIR, JSON, ResultBodies.bundle(sent.next(), region.anyPatient())), 200, expected);
        });
    }

    @FunctionalInterface
    private interface CallOf {
        HttpCalls.Call by(Requests asking);
    }

    private HttpCalls calls(String name, Persona caller, CallOf call) throws IOException {
        var asking = new Requests(measured.base(), region.token(caller));
        return new HttpCalls(name, "result-service", measured.base(), () -> call.by(asking));
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

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
