package org.meridiandx.dev.journey;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.meridiandx.dev.partner.Call;
import org.meridiandx.dev.persona.Persona;

/// A GP system asks, by CDS Hooks, what the region thinks of a CT for plain back pain, and goes on against the advice.
final class ScanChoiceStep implements Step {

    private static final String HOOK = """
            {
              "hook": "order-select",
              "hookInstance": "%s",
              "context": {
                "userId": "Practitioner/gp-1",
                "patientId": "%s",
                "selections": ["ServiceRequest/draft-%s"],
                "draftOrders": {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": {
                  "resourceType": "ServiceRequest",
                  "id": "draft-%s",
                  "status": "draft",
                  "intent": "plan",
                  "code": {"coding": [{
                    "system": "http://snomed.info/sct",
                    "code": "572091000119106",
                    "display": "Computed tomography of lumbar spine without contrast"
                  }]},
                  "subject": {"reference": "Patient/%s"},
                  "reasonCode": [{"coding": [{
                    "system": "http://snomed.info/sct",
                    "code": "279039007",
                    "display": "Low back pain"
                  }]}]
                }}]}
              }
            }
            """;
    private static final String FEEDBACK = """
            {"feedback": [{
              "card": "%s",
              "outcome": "overridden",
              "overrideReason": {"reason": {"code": "%s", "system": "%s"}},
              "outcomeTimestamp": "%s"
            }]}
            """;

    @Override
    public String title() {
        return "A CT for plain low back pain is advised against; the GP goes on with a reason";
    }

    @Override
    public void play(Script script) throws StepFailedException, IOException, InterruptedException {
        var answer = script.http(Persona.GP, Call.post("/cds-services/order-select", hook(script)));
        script.check("the hook is answered", answer.status() == 200, answer.status() + " " + answer.reason());
        String rating = rating(answer.json());
        script.check("the CT is rated not appropriate", rating.equals("not-appropriate"), rating);
        var card = answer.json().at("/cards/0");
        script.check(
                "the card names what is better, with its source",
                card.path("summary").asText().contains("No imaging")
                        && !card.path("links").isEmpty(),
                card.path("summary").asText());
        script.check(
                "the card says that the guidance is a draft for clinical review",
                card.path("detail").asText().contains("clinical review"),
                "no such words");

        var told = script.http(Persona.GP, Call.post("/cds-services/order-select/feedback", feedback(card)));
        script.check("the reason for going on is kept", told.status() == 200, told.status() + " " + told.reason());
        String indicator = "/indicators/orders?name=guidance-overridden";
        var counted = script.http(Persona.OPERATOR, Call.get(indicator).with("Accept", "application/json"));
        String numerator = counted.json().at("/indicators/0/numerator").asText();
        script.check(
                "the indicator counts it", counted.status() == 200 && isSome(numerator), counted.status() + numerator);
        script.link("how often the advice is overridden", Persona.OPERATOR, indicator);
    }

    /// Small numbers are shown as `<5`, those near their whole as `>195`, some of a small whole as `<8`: all but 0 are
    /// some.
    private static boolean isSome(String number) {
        return !number.isEmpty() && !number.equals("0");
    }

    private static String hook(Script script) throws StepFailedException {
        String patient = script.fact(Fact.PATIENT);
        return HOOK.formatted(UUID.randomUUID(), patient, script.run(), script.run(), patient);
    }

    private static String feedback(JsonNode card) {
        var reason = card.at("/overrideReasons/0");
        return FEEDBACK.formatted(
                card.path("uuid").asText(),
                reason.path("code").asText(),
                reason.path("system").asText(),
                Instant.now().truncatedTo(ChronoUnit.MILLIS));
    }

    private static String rating(JsonNode answer) {
        for (var extension : answer.at("/systemActions/0/resource/extension")) {
            if (extension.path("url").asText().endsWith("/pama-rating")) {
                return extension.at("/valueCodeableConcept/coding/0/code").asText();
            }
        }
        return "";
    }
}
