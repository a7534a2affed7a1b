package org.meridiandx.dev.journey;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.meridiandx.dev.partner.Answer;
import org.meridiandx.dev.partner.Call;
import org.meridiandx.dev.persona.Persona;
import org.meridiandx.dev.samples.SamplePatient;

/// Somebody with no relationship to the patient learns nothing, and the audit shows who did what.
final class PrivacyStep implements Step {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /// Each look stands in the audit itself: many would push the others out of its newest hundred.
    private static final Duration PAUSE = Duration.ofMillis(500);

    @Override
    public String title() {
        return "An outsider learns nothing; the audit shows who did what";
    }

    @Override
    public void play(Script script) throws StepFailedException, IOException, InterruptedException {
        for (var call : attempts(script)) {
            var refused = script.http(Persona.OUTSIDER, call);
            script.check("the outsider is refused", refused.status() == 403, refused.status() + " for " + call);
            script.check("the refusal tells nothing of the patient", tellsNothing(script, refused), "patient data");
        }
        audit(script);
        var verified = script.http(
                Persona.AUDITOR, Call.post("/fhir/R4/AuditEvent/$verify", "{\"resourceType\": \"Parameters\"}"));
        script.check(
                "the audit log verifies",
                verified.status() == 200
                        && parameter(verified.json(), "ok").path("valueBoolean").asBoolean(),
                verified.status() + " " + verified.text());
    }

    private static List<Call> attempts(Script script) throws StepFailedException {
        String patient = script.fact(Fact.PATIENT);
        String report = script.fact(Fact.UE_REPORT);
        String study = script.fact(Fact.STUDY);
        return List.of(
                Call.get("/fhir/R4/Patient/" + patient),
                Call.get("/fhir/R4/ServiceRequest/" + script.fact(Fact.IMAGING_ORDER)),
                Call.get("/fhir/R4/ServiceRequest?patient=Patient/" + patient),
                Call.get("/fhir/R4/Task?patient=Patient/" + patient),
                Call.get("/fhir/R4/DiagnosticReport/" + report),
                Call.get("/fhir/R4/DiagnosticReport?patient=Patient/" + patient),
                Call.get("/fhir/R4/Observation?patient=Patient/" + patient),
                Call.get("/fhir/R4/ImagingStudy?patient=Patient/" + patient),
                Call.post("/fhir/R4/DiagnosticReport/" + report + "/$acknowledge", "{\"resourceType\":\"Parameters\"}"),
                Call.get("/dicom-web/studies/" + study + "/metadata").with("Accept", "application/dicom+json"));
    }

    private static boolean tellsNothing(Script script, Answer refused) throws StepFailedException {
        String text = refused.text().toUpperCase(Locale.ROOT);
        var patient = SamplePatient.THWAITE;
        return List.of(patient.family(), patient.given(), patient.nhsNumber(), script.fact(Fact.ACCESSION)).stream()
                .noneMatch(text::contains);
    }

    private static void audit(Script script) throws StepFailedException, IOException, InterruptedException {
        String path = "/fhir/R4/AuditEvent?patient=Patient/" + script.fact(Fact.PATIENT) + "&_count=100";
        var expected = List.of("gp", "radiologist", "outsider");
        var trail = script.await(
                Persona.AUDITOR,
                Call.get(path),
                PATIENCE,
                PAUSE,
                answer -> mentions(answer).containsAll(expected));
        script.check(
                "the audit names gp, radiologist and outsider for this patient",
                trail.status() == 200 && mentions(trail).containsAll(expected),
                trail.status() + " with " + trail.matches() + " entries, of " + mentions(trail));
        script.link("the audit trail", Persona.AUDITOR, path);
    }

    /// The personas that stand anywhere in the agents of an audit trail.
    private static TreeSet<String> mentions(Answer trail) {
        var found = new TreeSet<String>();
        for (var entry : trail.json().path("entry")) {
            String agents = entry.path("resource").path("agent").toString();
            for (var persona : Persona.values()) {
                if (agents.contains("\"" + persona.clientId() + "\"")
                        || persona.fhirUser().filter(agents::contains).isPresent()) {
                    found.add(persona.clientId());
                }
            }
        }
        return found;
    }

    private static JsonNode parameter(JsonNode parameters, String name) {
        for (var parameter : parameters.path("parameter")) {
            if (parameter.path("name").asText().equals(name)) {
                return parameter;
            }
        }
        return parameters.path("parameter").path(name);
    }
}
