package org.meridiandx.dev.journey;

import java.io.IOException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.meridiandx.dev.partner.Answer;
import org.meridiandx.dev.partner.Call;
import org.meridiandx.dev.persona.Persona;
import org.meridiandx.dev.region.Service;
import org.meridiandx.dev.samples.SampleMessage;

/// A potassium that the GP has acknowledged is corrected to a critical one. Nobody looks, so it is
/// told to the team and to the service lead; then it is telephoned, opened, acknowledged and acted
/// on. The local region waits seconds where a real one waits an hour.
final class FollowUpStep implements Step {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT);
    private static final String PARAMETERS = "{\"resourceType\":\"Parameters\",\"parameter\":[%s]}";
    private static final String CALLED = """
            {"name": "to", "valueString": "Duty doctor, Larkfield Surgery"},
            {"name": "readBack", "valueBoolean": true},
            {"name": "note", "valueString": "Corrected potassium 7.1 mmol/L"}""";
    private static final String ACTED = """
            {"name": "outcome", "valueCode": "order"},
            {"name": "reference", "valueReference": {"reference": "ServiceRequest/%s"}},
            {"name": "note", "valueString": "Sent in; repeat ordered."}""";

    @Override
    public String title() {
        return "A corrected, critical potassium is followed until somebody acts on it";
    }

    @Override
    public void play(Script script) throws StepFailedException, IOException, InterruptedException {
        String report = "/fhir/R4/DiagnosticReport/" + script.fact(Fact.UE_REPORT);
        correct(script);
        reopens(script, report);
        escalates(script);
        telephone(script, report);
        open(script, report);
        act(script, report);
    }

    private static void correct(Script script) throws StepFailedException, IOException, InterruptedException {
        String filler = "U" + script.run();
        var message = SampleMessage.read(script.root(), "07-oru-r01-ue")
                .sentNow("C" + script.run())
                .with("ORC", 0, 2, script.fact(Fact.UE_PLACER) + "^Y90001")
                .with("OBR", 0, 2, script.fact(Fact.UE_PLACER) + "^Y90001")
                .with("ORC", 0, 3, filler + "^RX902")
                .with("OBR", 0, 3, filler + "^RX902")
                .with("OBR", 0, 22, LocalDateTime.now().format(TIMESTAMP))
                .with("OBR", 0, 25, "C")
                .with("OBX", 1, 5, "7.1")
                .with("OBX", 1, 11, "C");
        var reply = script.mllp(Service.RESULT, "laboratory", "ORU^R01 with the correction", message.bytes());
        script.check("the correction was accepted", reply.code().equals("AA"), reply.code() + " " + reply.reason());
    }

    private static void reopens(Script script, String report)
            throws StepFailedException, IOException, InterruptedException {
        var task = script.http(Persona.GP, Call.get(report + "/$follow-up"));
        script.check(
                "what was acknowledged is open again, and critical",
                task.json().path("priority").asText().equals("stat")
                        && !state(task).startsWith("ack")
                        && task.json().at("/focus/reference").asText().endsWith("/_history/2"),
                task.status() + " " + state(task) + " " + task.reason());
        script.link("how it is followed", Persona.GP, report + "/$follow-up");
    }

    private static void escalates(Script script) throws StepFailedException, IOException, InterruptedException {
        String id = script.fact(Fact.UE_REPORT);
        var history = Call.get("/results/follow-ups/" + id).with("Accept", "application/json");
        var told = script.await(
                Persona.GP,
                history,
                PATIENCE,
                PAUSE,
                answer -> answer.json().path("told").asText().equals("lead"));
        script.check(
                "nobody looked: the team and then the service lead were told",
                details(told).contains("team lead"),
                told.status() + " " + details(told));
        var overdue = script.http(
                Persona.GP,
                Call.get("/results/follow-ups?list=overdue&_count=200").with("Accept", "application/json"));
        script.check(
                "the team's list of overdue results names it",
                overdue.json().toString().contains("DiagnosticReport/" + id),
                overdue.status() + " " + overdue.reason());
        script.link("what is overdue", Persona.GP, "/results/follow-ups?list=overdue");
    }

    private static void telephone(Script script, String report)
            throws StepFailedException, IOException, InterruptedException {
        var call = script.http(Persona.LAB, Call.post(report + "/$telephone", PARAMETERS.formatted(CALLED)));
        script.check("the laboratory's call is on record", call.status() == 200, call.status() + " " + call.reason());
        script.check("a call closes nothing", !state(call).equals("acknowledged"), state(call));
    }

    private static void open(Script script, String report)
            throws StepFailedException, IOException, InterruptedException {
        script.http(Persona.GP, Call.get(report));
        var opened = script.await(
                Persona.GP,
                Call.get(report + "/$follow-up"),
                PATIENCE,
                PAUSE,
                answer -> state(answer).equals("opened"));
        script.check("the GP has opened it", state(opened).equals("opened"), state(opened));
    }

    private static void act(Script script, String report)
            throws StepFailedException, IOException, InterruptedException {
        String repeat = repeat(script);
        String version = "{\"name\": \"version\", \"valueInteger\": 2}";
        var acknowledged = script.http(Persona.GP, Call.post(report + "/$acknowledge", PARAMETERS.formatted(version)));
        script.check("the GP acknowledges the correction", acknowledged.status() == 200, acknowledged.reason());
        var acted = script.http(Persona.GP, Call.post(report + "/$act", PARAMETERS.formatted(ACTED.formatted(repeat))));
        script.check(
                "the loop is closed by the repeat that was ordered",
                acted.json().path("status").asText().equals("completed"),
                acted.status() + " " + acted.reason());
        var whole = script.http(
                Persona.GP,
                Call.get("/results/follow-ups/" + script.fact(Fact.UE_REPORT)).with("Accept", "application/json"));
        var steps = new StringBuilder();
        whole.json()
                .path("steps")
                .forEach(step -> steps.append(step.path("step").asText()).append(' '));
        script.check(
                "every step is on record with who made it",
                steps.toString()
                        .matches(".*acknowledged reopened .*escalated .*telephoned .*opened .*acknowledged acted $"),
                steps);
    }

    /// The repeat, ordered as the first one was.
    private static String repeat(Script script) throws StepFailedException, IOException, InterruptedException {
        String placer = "Y90001-L-" + script.run() + "-4";
        var message = SampleMessage.read(script.root(), "04-oml-o21")
                .sentNow("R" + script.run())
                .with("ORC", 0, 2, "Y90001-L-" + script.run() + "-3^Y90001")
                .with("OBR", 0, 2, "Y90001-L-" + script.run() + "-3^Y90001")
                .with("ORC", 1, 2, placer + "^Y90001")
                .with("OBR", 1, 2, placer + "^Y90001");
        var reply = script.mllp(Service.ORDER, "GP system", "OML^O21 for the repeat", message.bytes());
        script.check("the repeat is ordered", reply.code().equals("AA"), reply.code() + " " + reply.reason());
        var found = script.http(Persona.GP, Call.get("/fhir/R4/ServiceRequest?identifier=" + Script.query(placer)));
        return found.json().at("/entry/0/resource/id").asText();
    }

    private static String state(Answer task) {
        return task.json().at("/businessStatus/coding/0/code").asText();
    }

    private static String details(Answer history) {
        var details = new StringBuilder();
        history.json().path("steps").forEach(step -> {
            if (step.path("step").asText().equals("escalated")) {
                details.append(step.path("detail").asText()).append(' ');
            }
        });
        return details.toString();
    }
}
