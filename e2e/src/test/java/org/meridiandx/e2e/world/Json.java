package org.meridiandx.e2e.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Pieces of resources as senders write them.
final class Json {

    private Json() {}

    static ObjectNode resource(String type, WorldPatient patient, String label) {
        var json = JsonNodeFactory.instance.objectNode().put("resourceType", type);
        json.put("id", UUID.randomUUID().toString());
        if (!label.isEmpty()) {
            json.withArray("/meta/security").addObject().put("code", label);
        }
        var subject = json.withObject("/subject").put("reference", "Patient/" + patient.id());
        if (!patient.nhsNumber().isEmpty()) {
            subject.withObject("/identifier")
                    .put("system", PatientsMade.NHS_NUMBER)
                    .put("value", patient.nhsNumber());
        }
        return json;
    }

    static void coding(ObjectNode concept, String system, String code) {
        concept.withArray("/coding").addObject().put("system", system).put("code", code);
    }

    static void organisation(ObjectNode reference, String code) {
        reference.withObject("/identifier").put("system", PatientsMade.ODS).put("value", code);
    }

    static Set<String> labels(String label) {
        return Optional.of(label).filter(code -> !code.isEmpty()).map(Set::of).orElse(Set.of());
    }

    static Set<String> labelsOf(JsonNode resource) {
        var codes = new HashSet<String>();
        resource.path("meta")
                .path("security")
                .forEach(label -> codes.add(label.path("code").asText()));
        return codes;
    }

    static String idOf(JsonNode resource) {
        return resource.path("id").asText();
    }
}
