package org.meridiandx.dev.journey;

import java.io.IOException;
import org.meridiandx.dev.partner.Call;
import org.meridiandx.dev.persona.Persona;

/// The GP says that the results were seen, once.
final class AcknowledgeStep implements Step {

    private static final String COMMENT = """
            {"resourceType": "Parameters", "parameter": [
              {"name": "comment", "valueString": "Seen. Patient telephoned, repeat booked for today."}
            ]}
            """;

    @Override
    public String title() {
        return "The GP acknowledges the results";
    }

    @Override
    public void play(Script script) throws StepFailedException, IOException, InterruptedException {
        for (var report : new Fact[] {Fact.UE_REPORT, Fact.IMAGING_REPORT}) {
            String path = "/fhir/R4/DiagnosticReport/" + script.fact(report) + "/$acknowledge";
            var first = script.http(Persona.GP, Call.post(path, COMMENT));
            script.check("the report is acknowledged", first.status() == 200, first.status() + " " + first.reason());
        }
        String path = "/fhir/R4/DiagnosticReport/" + script.fact(Fact.UE_REPORT);
        var before = script.http(Persona.GP, Call.get(path));
        var again = script.http(Persona.GP, Call.post(path + "/$acknowledge", COMMENT));
        var after = script.http(Persona.GP, Call.get(path));
        script.check(
                "saying it again changes nothing",
                again.status() < 500 && before.header("ETag").equals(after.header("ETag")),
                again.status() + " " + again.reason());
    }
}
