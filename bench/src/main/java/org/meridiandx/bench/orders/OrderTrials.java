package org.meridiandx.bench.orders;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;
import org.meridiandx.bench.load.HttpCalls;
import org.meridiandx.bench.load.Scenario;
import org.meridiandx.bench.patients.SyntheticPatient;
import org.meridiandx.bench.trials.Messages;
import org.meridiandx.bench.trials.Numbered;
import org.meridiandx.bench.trials.Requests;
import org.meridiandx.bench.trials.Trial;
import org.meridiandx.bench.trials.TrialRegion;
import org.meridiandx.dev.persona.Persona;

/// What is measured, and what the right answers are.
///
/// @param measured who does it
/// @param orders what the table holds
record OrderTrials(TrialRegion region, TrialRegion.MeasuredService measured, StoredOrders orders, Rates rates) {

    /// @param connections of the closed loops
    /// @param search searches a second in the open loop
    /// @param hook the same for hooks
    record Rates(int connections, double search, double hook) {}

    static final List<String> SECTIONS = List.of("create", "read", "search", "hook", "intake");

    /// Who asks: has a ground of access for every patient.
    static final Persona CALLER = Persona.HOSPITAL_DOCTOR;

    private static final Trial.Check NOTHING = () -> "";
    private static final LocalDate YOUNGEST = LocalDate.of(2001, 1, 1);
    private static final LocalDate OLDEST = LocalDate.of(1981, 1, 1);
    private static final String PATH = "/fhir/R4/ServiceRequest";
    private static final String RATING = "\"code\":\"not-appropriate\"";
    private static final String RECORD_LOOKED_AT = "No imaging";
    private static final String NOT_LOOKED_AT = "The region's record was not looked at";

    List<Trial> of(List<String> sections) {
        var all = List.of(
                create(1),
                create(rates.connections()),
                trial("read, by id", 0, this::reads),
                trial("search, by patient", rates.search(), this::searches),
                trial("hook, order-sign, patient sent along", rates.hook(), hooks(false)),
                trial("hook, order-sign, with the record", rates.hook(), hooks(true)),
                intake("OML^O21", "L", OrderBodies::oml),
                intake("ORM^O01", "R", OrderBodies::orm));
        return all.stream().filter(trial -> sections.contains(trial.section())).toList();
    }

    private Trial trial(String title, double perSecond, Trial.Work work) {
        return new Trial(region, measured, title, new Trial.Pace(rates.connections(), perSecond, 1), work, NOTHING);
    }

    private Trial create(int atOnce) {
        var sent = new Numbered("C" + atOnce + measured.label());
        return new Trial(
                region,
                measured,
                "create, " + atOnce + (atOnce == 1 ? " connection" : " connections"),
                new Trial.Pace(atOnce, 0, 1),
                () -> sent.counted(calls("create", asking -> creation(asking, sent.next(), region.anyPatient()))),
                new Acknowledged(region, sent));
    }

    /// An order that is sent in.
    static HttpCalls.Call creation(Requests asking, String placer, SyntheticPatient patient) {
        var expected = List.of(bytes("\"resourceType\":\"ServiceRequest\""), bytes("\"value\":\"" + placer + "\""));
        var body = OrderBodies.order(placer, patient);
        return new HttpCalls.Call(asking.post(PATH, "application/fhir+json", body), 201, expected);
    }

    private Scenario reads() throws IOException {
        return calls("read", asking -> {
            var order = orders.at(ThreadLocalRandom.current().nextInt(orders.count()));
            return new HttpCalls.Call(asking.get(PATH + "/" + order.id()), order.content());
        });
    }

    /// The right answer holds every order that the patient was given, newest first, in one page.
    private Scenario searches() throws IOException {
        return calls("search", asking -> {
            int patient = ThreadLocalRandom.current()
                    .nextInt(Math.min(orders.count(), region.patients().count()));
            var expected = new ArrayList<byte[]>();
            expected.add(bytes("\"type\":\"searchset\""));
            for (int i = patient; i < orders.count(); i += region.patients().count()) {
                expected.add(orders.at(i).content());
            }
            var path = PATH + "?patient=" + region.patients().at(patient).id();
            return new HttpCalls.Call(asking.get(path), 200, expected);
        });
    }

    private Trial.Work hooks(boolean isKnown) {
        var expected = List.of(bytes("\"cards\":[{"), bytes(RATING), bytes(isKnown ? RECORD_LOOKED_AT : NOT_LOOKED_AT));
        return () -> calls("hook", asking -> {
            String body = OrderBodies.hook(anyYoungAdult(), isKnown);
            var request = asking.post("/cds-services/order-sign", "application/json", body);
            return new HttpCalls.Call(request, 200, expected);
        });
    }

    /// Anybody from 25 to 45: the age that the rating of a scan goes by is the same for all of them.
    private SyntheticPatient anyYoungAdult() {
        var patient = region.anyPatient();
        while (patient.birthDate().isAfter(YOUNGEST) || patient.birthDate().isBefore(OLDEST)) {
            patient = region.anyPatient();
        }
        return patient;
    }

    private Trial intake(String type, String letter, BiFunction<String, SyntheticPatient, byte[]> message) {
        var sent = new Numbered(letter + measured.label());
        return new Trial(
                region,
                measured,
                "intake, " + type,
                new Trial.Pace(rates.connections(), 0, 1),
                () -> sent.counted(new Messages(
                        "intake", type, measured.mllpPort(), () -> message.apply(sent.next(), region.anyPatient()))),
                new Acknowledged(region, sent));
    }

    @FunctionalInterface
    private interface CallOf {
        HttpCalls.Call by(Requests asking);
    }

    private HttpCalls calls(String name, CallOf call) throws IOException {
        var asking = new Requests(measured.base(), region.token(CALLER));
        return new HttpCalls(name, "order-service", measured.base(), () -> call.by(asking));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
