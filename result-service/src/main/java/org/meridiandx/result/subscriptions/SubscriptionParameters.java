package org.meridiandx.result.subscriptions;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Parameters;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.resources.ResourceTree;
import org.meridiandx.result.subscriptions.definition.PayloadContent;
import org.meridiandx.result.subscriptions.delivery.ToldEvents;

/// What searches and operations on Subscription take and give.
final class SubscriptionParameters {
    private static final Set<String> STATES = Set.of("requested", "active", "error", "off");

    private SubscriptionParameters() {}

    /// @param id empty for any
    /// @param status empty for any
    record Search(String id, String status) {}

    static Search search(MultivaluedMap<String, String> query) {
        requireKnown(query, Set.of("_id", "status", "_format"));
        var status = Optional.ofNullable(query.getFirst("status")).orElse("");
        if (!status.isEmpty() && !STATES.contains(status)) {
            throw ProblemException.of(
                    ProblemCode.INVALID_VALUE, "The states are requested, active, error and off.", "status");
        }
        return new Search(Optional.ofNullable(query.getFirst("_id")).orElse(""), status);
    }

    static ToldEvents.Range range(MultivaluedMap<String, String> query) {
        requireKnown(query, Set.of("eventsSinceNumber", "eventsUntilNumber", "content", "_format"));
        var content = Optional.ofNullable(query.getFirst("content"))
                .map(code -> PayloadContent.of(code)
                        .orElseThrow(() -> ProblemException.of(
                                ProblemCode.INVALID_VALUE,
                                "The contents are empty, id-only and full-resource.",
                                "content")));
        return new ToldEvents.Range(
                number(query, "eventsSinceNumber", 1), number(query, "eventsUntilNumber", Long.MAX_VALUE), content);
    }

    private static void requireKnown(MultivaluedMap<String, String> query, Set<String> known) {
        for (var parameter : query.entrySet()) {
            if (!known.contains(parameter.getKey()) || parameter.getValue().size() > 1) {
                throw ProblemException.of(
                        ProblemCode.INVALID_PARAMETER,
                        "The parameters are "
                                + String.join(", ", known.stream().sorted().toList()) + ", each once.",
                        parameter.getKey());
            }
        }
    }

    private static long number(MultivaluedMap<String, String> query, String name, long absent) {
        var text = query.getFirst(name);
        return text == null ? absent : number(text, name);
    }

    private static long number(String text, String name) {
        if (!text.matches("[0-9]{1,18}")) {
            throw ProblemException.of(ProblemCode.INVALID_VALUE, name + " is the number of an event.", name);
        }
        return Long.parseLong(text);
    }

    /// @param body Parameters with `eventNumber` (valueString), or nothing
    /// @return 0 for all
    static long replay(byte[] body) {
        if (body.length == 0) {
            return 0;
        }
        var number = 0L;
        for (var parameter : FhirJson.parse(body, Parameters.class).getParameter()) {
            if (!parameter.getName().equals("eventNumber") || !parameter.hasValue() || number > 0) {
                throw ProblemException.of(
                        ProblemCode.INVALID_PARAMETER,
                        "The operation takes eventNumber (valueString) once.",
                        "Parameters.parameter");
            }
            number = number(
                    Optional.ofNullable(parameter.getValue().primitiveValue()).orElse(""), "eventNumber");
        }
        return number;
    }

    static byte[] replayed(int count) {
        var parameters = ResourceTree.resource("Parameters");
        parameters.putArray("parameter").addObject().put("name", "count").put("valueInteger", count);
        return ResourceTree.write(parameters);
    }

    static byte[] searchset(List<StoredResource> found) {
        var bundle = ResourceTree.resource("Bundle").put("type", "searchset").put("total", found.size());
        if (!found.isEmpty()) {
            var entries = bundle.putArray("entry");
            for (var one : found) {
                var entry = entries.addObject();
                entry.set("resource", ResourceTree.parse(one.content()));
                entry.putObject("search").put("mode", "match");
            }
        }
        return ResourceTree.write(bundle);
    }
}
