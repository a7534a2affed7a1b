package org.meridiandx.e2e.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.meridiandx.dev.partner.Call;
import org.meridiandx.dev.partner.PartnerClient;
import org.meridiandx.dev.persona.Persona;
import org.meridiandx.testkit.shared.SharedData;

/// Registers the patients of examples, as a sender does before its first result.
final class Patients {
    static final String NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number";
    private final PartnerClient partner;

    Patients(PartnerClient partner) {
        this.partner = partner;
    }

    /// @return the id; the same for the same NHS number
    String register(String nhsNumber, String family, String given, String born)
            throws IOException, InterruptedException {
        var patient =
                Examples.JSON.createObjectNode().put("resourceType", "Patient").put("birthDate", born);
        patient.putArray("identifier").addObject().put("system", NHS_NUMBER).put("value", nhsNumber);
        patient.putArray("name")
                .addObject()
                .put("family", family)
                .putArray("given")
                .add(given);
        return register(patient);
    }

    /// Richard Smith of UK Core, to whom most examples refer by an id that only their guide knows.
    String whoAllExamplesAreAbout() throws IOException, InterruptedException {
        return register(Examples.JSON.readTree(SharedData.require("fhir/ukcore_examples/json")
                .resolve("UKCore-Patient-RichardSmith-Example.json")
                .toFile()));
    }

    /// @param example a Patient with an NHS number; only what tells who it is goes on
    String register(JsonNode example) throws IOException, InterruptedException {
        var patient = Examples.JSON.createObjectNode().put("resourceType", "Patient");
        for (var identifier : example.path("identifier")) {
            if (identifier.path("system").asText().equals(NHS_NUMBER)) {
                patient.putArray("identifier")
                        .addObject()
                        .put("system", NHS_NUMBER)
                        .put("value", identifier.path("value").asText());
            }
        }
        for (var element : new String[] {"name", "gender", "birthDate"}) {
            if (example.has(element)) {
                patient.set(element, example.path(element));
            }
        }
        return post(patient);
    }

    private String post(ObjectNode patient) throws IOException, InterruptedException {
        var number = patient.path("identifier").path(0).path("value").asText();
        var token = URLEncoder.encode(NHS_NUMBER + "|" + number, StandardCharsets.UTF_8);
        var answer = partner.send(
                Persona.LOADER,
                Call.post("/fhir/R4/Patient", patient.toString()).with("If-None-Exist", "identifier=" + token));
        if (!answer.isSuccess()) {
            throw new AssertionError("A patient of the examples: " + answer.status() + " " + answer.reason());
        }
        return answer.json().path("id").asText();
    }
}
