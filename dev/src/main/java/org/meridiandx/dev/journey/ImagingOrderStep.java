package org.meridiandx.dev.journey;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.meridiandx.dev.partner.Call;
import org.meridiandx.dev.persona.Persona;
import org.meridiandx.dev.samples.SamplePatient;

/// A GP system gets a token by a signed JWT and asks for a CT of the chest; the region gives the accession number.
final class ImagingOrderStep implements Step {

    private static final String ORDER = """
            {
              "resourceType": "ServiceRequest",
              "identifier": [{
                "type": {"coding": [{"system": "%s", "code": "PLAC"}]},
                "system": "https://larkfield.example/Id/request",
                "value": "Y90001-R-%s",
                "assigner": {"identifier": {"system": "%s", "value": "Y90001"}}
              }],
              "status": "active",
              "intent": "order",
              "category": [{"coding": [
                {"system": "http://terminology.hl7.org/CodeSystem/v2-0074", "code": "RAD", "display": "Radiology"},
                {"system": "http://snomed.info/sct", "code": "363679005", "display": "Imaging"}
              ]}],
              "priority": "urgent",
              "code": {"coding": [{
                "system": "http://snomed.info/sct",
                "code": "169069000",
                "display": "Computed tomography of chest"
              }], "text": "CT chest"},
              "subject": {"identifier": {"system": "%s", "value": "%s"}},
              "authoredOn": "%s",
              "requester": {"identifier": {"system": "%s", "value": "Y90001"}, "display": "Larkfield Surgery"},
              "performer": [{
                "identifier": {"system": "%s", "value": "RX901"},
                "display": "St Aldhelm's Hospital"
              }],
              "reasonCode": [{"text": "Cough for six weeks, weight loss, ex-smoker"}]
            }
            """;

    @Override
    public String title() {
        return "A GP asks for a CT of the chest";
    }

    @Override
    public void play(Script script) throws StepFailedException, IOException, InterruptedException {
        long begin = System.nanoTime();
        String token = script.partner().token(Persona.GP);
        script.record("gp", "POST /oauth2/token with a signed JWT", "an access token", Script.since(begin));
        script.check("the token is a signed JWT", token.split("\\.").length == 3, "something else");

        var placed = script.http(Persona.GP, Call.post("/fhir/R4/ServiceRequest", order(script.run())));
        script.check("the order was placed", placed.status() == 201, placed.status() + " " + placed.reason());
        var order = placed.json();
        String accession = accession(order);
        script.check("the region gave an accession number", !accession.isEmpty(), "none");
        script.learn(Fact.IMAGING_ORDER, order.path("id").asText());
        script.learn(Fact.ACCESSION, accession);
        script.link(
                "the order",
                Persona.GP,
                "/fhir/R4/ServiceRequest/" + order.path("id").asText());
    }

    private static String accession(JsonNode order) {
        for (var identifier : order.path("identifier")) {
            for (var coding : identifier.path("type").path("coding")) {
                if (coding.path("code").asText().equals("ACSN")) {
                    return identifier.path("value").asText();
                }
            }
        }
        return "";
    }

    private static String order(String run) {
        return ORDER.formatted(
                Systems.IDENTIFIER_TYPE,
                run,
                Systems.ODS,
                Systems.NHS_NUMBER,
                SamplePatient.THWAITE.nhsNumber(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                Systems.ODS,
                Systems.ODS);
    }
}
