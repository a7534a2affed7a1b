package org.meridiandx.dev.journey;

import java.io.IOException;
import java.time.Duration;
import org.meridiandx.dev.partner.Answer;
import org.meridiandx.dev.partner.Call;
import org.meridiandx.dev.persona.Persona;
import org.meridiandx.dev.region.Service;
import org.meridiandx.dev.samples.SampleMessage;

/// The laboratory sends two results by HL7 v2; the GP finds them within a second and the orders close.
final class LabResultStep implements Step {

    private static final Duration SEARCHABLE_WITHIN = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Override
    public String title() {
        return "The laboratory sends the results by HL7 v2";
    }

    @Override
    public void play(Script script) throws StepFailedException, IOException, InterruptedException {
        var fbc = new Result("06-oru-r01-fbc", "F" + script.run(), script.fact(Fact.FBC_PLACER), "FBC");
        var ue = new Result("07-oru-r01-ue", "U" + script.run(), script.fact(Fact.UE_PLACER), "U&E");
        send(script, fbc);
        find(script, fbc);
        send(script, ue);
        script.learn(Fact.UE_REPORT, find(script, ue));
        var observations = script.http(
                Persona.GP,
                Call.get("/fhir/R4/Observation?patient=Patient/" + script.fact(Fact.PATIENT) + "&code=K&_count=50"));
        script.check(
                "the potassium is there as an Observation",
                observations.status() == 200 && observations.matches() >= 1,
                observations.status() + " with " + observations.matches() + " matches");
        completes(script, Fact.FBC_ORDER);
        completes(script, Fact.UE_ORDER);
    }

    private record Result(String sample, String filler, String placer, String what) {}

    private static void send(Script script, Result result)
            throws StepFailedException, IOException, InterruptedException {
        var message = SampleMessage.read(script.root(), result.sample())
                .sentNow(result.filler())
                .with("ORC", 0, 2, result.placer() + "^Y90001")
                .with("OBR", 0, 2, result.placer() + "^Y90001")
                .with("ORC", 0, 3, result.filler() + "^RX902")
                .with("OBR", 0, 3, result.filler() + "^RX902");
        var reply = script.mllp(Service.RESULT, "laboratory", "ORU^R01 with the " + result.what(), message.bytes());
        script.check("the message was accepted", reply.code().equals("AA"), reply.code() + " " + reply.reason());
    }

    private static String find(Script script, Result result)
            throws StepFailedException, IOException, InterruptedException {
        long begin = System.nanoTime();
        String path = "/fhir/R4/DiagnosticReport?identifier=" + Script.query(result.filler());
        var found = script.await(Persona.GP, Call.get(path), PATIENCE, answer -> answer.matches() > 0);
        var after = Script.since(begin);
        script.check(
                "the GP finds the " + result.what() + " once",
                found.status() == 200 && found.matches() == 1,
                found.status() + " with " + found.matches() + " matches " + found.reason());
        script.check(
                "it was searchable within a second", after.compareTo(SEARCHABLE_WITHIN) < 0, after.toMillis() + " ms");
        script.link("the " + result.what(), Persona.GP, path);
        var report = found.json().path("entry").path(0).path("resource");
        script.check("it has results", !report.path("result").isEmpty(), "none");
        return report.path("id").asText();
    }

    private static void completes(Script script, Fact order)
            throws StepFailedException, IOException, InterruptedException {
        var call = Call.get("/fhir/R4/ServiceRequest/" + script.fact(order));
        var answer = script.await(Persona.GP, call, PATIENCE, LabResultStep::isCompleted);
        script.check(
                "the lab order is completed",
                isCompleted(answer),
                answer.status() + " " + answer.json().path("status").asText());
    }

    static boolean isCompleted(Answer order) {
        return order.json().path("status").asText().equals("completed");
    }
}
