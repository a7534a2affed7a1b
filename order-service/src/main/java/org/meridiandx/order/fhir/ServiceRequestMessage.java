package org.meridiandx.order.fhir;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.jspecify.annotations.Nullable;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// A message about one service request, taken apart: what it wants, and the request with all that it
/// names contained in it, since nothing else of the message is kept.
///
/// **Source:** BaRS (NHS England), `servicerequest-request`; FHIR R4 messaging.
///
/// @param id of the MessageHeader, else of the Bundle; empty where neither has one
/// @param event the eventCoding of the header
/// @param isNew whether a request is to be placed; else one is to be changed
/// @param focus the request, not checked yet
record ServiceRequestMessage(String id, JsonNode event, boolean isNew, JsonNode focus) {
    private static final String EVENT = "servicerequest-request";

    /// Decimals keep their digits: 7.10 is not 7.1.
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    /// @throws ProblemException 400 or 422 naming what makes it no such message
    static ServiceRequestMessage read(byte[] body) {
        FhirJson.parse(body, Bundle.class);
        var bundle = treeOf(body);
        var header = bundle.path("entry").path(0).path("resource");
        if (!bundle.path("type").asText().equals("message")
                || !header.path("resourceType").asText().equals("MessageHeader")) {
            throw refused(
                    ProblemCode.MISSING_VALUE,
                    "This address takes a Bundle of type message whose first entry is its MessageHeader.",
                    "Bundle.entry[0].resource");
        }
        if (!header.path("eventCoding").path("code").asText().equals(EVENT)) {
            throw refused(
                    ProblemCode.UNSUPPORTED_RESOURCE,
                    "This address takes messages with the event " + EVENT
                            + ". Results go to /fhir/R4/$process-message.",
                    "MessageHeader.eventCoding");
        }
        var reason = header.path("reason").path("coding").path(0).path("code").asText();
        if (!reason.equals("new") && !reason.equals("update")) {
            throw refused(
                    ProblemCode.INVALID_VALUE, "The reason of the message is new or update.", "MessageHeader.reason");
        }
        var given = header.path("id").asText(bundle.path("id").asText(""));
        return new ServiceRequestMessage(
                given, header.path("eventCoding"), reason.equals("new"), new Entries(bundle).focusOf(header));
    }

    ServiceRequest request() {
        return FhirJson.parse(bytesOf(focus), ServiceRequest.class);
    }

    @Override
    public String toString() {
        return "ServiceRequestMessage[isNew=" + isNew + "]";
    }

    private static JsonNode treeOf(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException readBefore) {
            throw new IllegalStateException("a body that was read is no JSON", readBefore);
        }
    }

    private static byte[] bytesOf(JsonNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree cannot be written", impossible);
        }
    }

    private static ProblemException refused(ProblemCode code, String detail, String expression) {
        return ProblemException.of(code, detail, expression);
    }

    /// The entries of the Bundle by the names that they are referred to by.
    private static final class Entries {
        private final Map<String, ObjectNode> byName = new HashMap<>();
        private final Map<ObjectNode, String> containedAs = new IdentityHashMap<>();
        private final List<ObjectNode> contained = new ArrayList<>();
        private final Set<JsonNode> labels = new LinkedHashSet<>();
        private final JsonNode bundle;
        private @Nullable ObjectNode focus;

        Entries(JsonNode bundle) {
            this.bundle = bundle;
            for (var entry : bundle.path("entry")) {
                if (entry.path("resource") instanceof ObjectNode resource) {
                    var fullUrl = entry.path("fullUrl").asText();
                    if (!fullUrl.isEmpty()) {
                        byName.put(fullUrl, resource);
                    }
                    var id = resource.path("id").asText();
                    if (!id.isEmpty()) {
                        byName.put(resource.path("resourceType").asText() + "/" + id, resource);
                    }
                }
            }
        }

        JsonNode focusOf(JsonNode header) {
            var name = header.path("focus").path(0).path("reference").asText();
            var found = byName.get(name);
            if (header.path("focus").size() != 1
                    || found == null
                    || !found.path("resourceType").asText().equals("ServiceRequest")) {
                throw refused(
                        ProblemCode.MISSING_VALUE,
                        "The message has one focus: a ServiceRequest that is in it.",
                        "MessageHeader.focus");
            }
            focus = found;
            var request = found.deepCopy();
            keepLabels(found);
            keepLabels(header);
            keepLabels(bundle);
            name(request);
            // What is contained names others in its turn, which are added to the list.
            for (var at = 0; at < contained.size(); at++) {
                name(contained.get(at));
            }
            if (!contained.isEmpty()) {
                contained.forEach(request.withArray("/contained")::add);
            }
            if (!labels.isEmpty()) {
                request.withObject("/meta").putArray("security").addAll(labels);
            }
            return request;
        }

        /// What is taken over from the message is as sensitive in the request as it was there.
        private void keepLabels(JsonNode sent) {
            sent.path("meta").path("security").forEach(labels::add);
        }

        /// Turns references to entries into ones that hold without the Bundle.
        private void name(JsonNode node) {
            if (node instanceof ObjectNode reference
                    && reference.path("reference").isTextual()) {
                var target = byName.get(reference.path("reference").asText());
                if (target != null) {
                    name(reference, target);
                }
            }
            for (var child : node) {
                name(child);
            }
        }

        private void name(ObjectNode reference, ObjectNode target) {
            if (target == focus) {
                // The request contains what names it.
                reference.put("reference", "#");
                return;
            }
            keepLabels(target);
            if (target.path("resourceType").asText().equals("Patient")) {
                reference.remove("reference");
                reference.set("identifier", identifierOf(target));
                return;
            }
            var known = containedAs.get(target);
            if (known == null) {
                known = "entry" + (containedAs.size() + 1);
                containedAs.put(target, known);
                var copy = target.deepCopy();
                copy.put("id", known);
                copy.remove("meta");
                contained.add(copy);
            }
            reference.put("reference", "#" + known);
        }

        private static JsonNode identifierOf(ObjectNode patient) {
            for (var identifier : patient.path("identifier")) {
                if (identifier.path("system").asText().equals(IdentifierSystems.NHS_NUMBER)) {
                    var number = JSON.createObjectNode();
                    number.put("system", IdentifierSystems.NHS_NUMBER);
                    number.put("value", identifier.path("value").asText());
                    return number;
                }
            }
            throw refused(
                    ProblemCode.UNPROCESSABLE, "The patient of the message has no NHS number.", "Patient.identifier");
        }
    }
}
