package org.meridiandx.e2e.conformance;

import java.io.IOException;
import java.util.UUID;
import org.meridiandx.dev.partner.Answer;
import org.meridiandx.dev.partner.Call;
import org.meridiandx.dev.persona.Persona;

/// What a region answers about an order, from the draft to the task.
final class OrdersServed {
    private static final String ORDER = """
            {"resourceType":"ServiceRequest","status":"active","intent":"order","priority":"routine",
             "identifier":[{"system":"https://larkfield.example/Id/request","value":"%s"}],
             "category":[{"coding":[{"system":"http://snomed.info/sct","code":"363679005","display":"Imaging"}]}],
             "code":{"coding":[{"system":"http://snomed.info/sct","code":"169069000"}],"text":"CT chest"},
             "subject":{"reference":"Patient/%s"},"authoredOn":"2026-11-22T09:00:00Z",
             "requester":{"identifier":{"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"Y90001"}},
             "performer":[{"identifier":{"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"RX901"}}],
             "reasonCode":[{"text":"Cough for six weeks"}]}""";
    private static final String ASSESS = """
            {"resourceType":"Parameters","parameter":[
             {"name":"patient","valueReference":{"reference":"Patient/%s"}},
             {"name":"low_back_pain","valueBoolean":true},
             {"name":"requested_modality","valueCode":"CT"},{"name":"requested_region","valueCode":"lumbar-spine"}]}""";
    private static final String PREPARE = """
            {"resourceType":"Parameters","parameter":[
             {"name":"patient","valueReference":{"reference":"Patient/%s"}}]}""";

    private final Served served;

    OrdersServed(Served served) {
        this.served = served;
    }

    /// Places an order and asks for all that belongs to it.
    void ofPatient(String patient) throws IOException, InterruptedException {
        var placed = send("ServiceRequest create", "ServiceRequest", ORDER.formatted(UUID.randomUUID(), patient));
        var order = "/fhir/R4/ServiceRequest/" + placed.json().path("id").asText();
        send("$prepare", "ServiceRequest/$prepare", PREPARE.formatted(patient));
        send("$assess", "ServiceRequest/$assess", ASSESS.formatted(patient));
        served.get("ServiceRequest read", order);
        served.get("ServiceRequest history", order + "/_history");
        served.get("$track", order + "/$track");
        served.get("$justification", order + "/$justification");
        served.get("ServiceRequest search", "/fhir/R4/ServiceRequest?patient=" + patient + "&_revinclude=Task:focus");
        served.get("Task search", "/fhir/R4/Task?patient=" + patient);
    }

    /// Asks for what belongs to no patient.
    void ofNobody() throws IOException, InterruptedException {
        served.get("CapabilityStatement", "/fhir/R4/metadata");
        served.get("Questionnaire", "/fhir/R4/Questionnaire/imaging-request");
        served.get("MessageDefinition search", "/fhir/R4/MessageDefinition");
        served.get("ActivityDefinition search", "/fhir/R4/ActivityDefinition?_count=50");
    }

    private Answer send(String source, String path, String body) throws IOException, InterruptedException {
        return served.ask(source, Persona.LOADER, Call.post("/fhir/R4/" + path, body));
    }
}
