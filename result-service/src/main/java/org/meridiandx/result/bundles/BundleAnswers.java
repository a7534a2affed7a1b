package org.meridiandx.result.bundles;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.meridiandx.problem.OperationOutcomes;
import org.meridiandx.problem.Problem;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.result.resources.ResourceTree;
import org.meridiandx.result.submission.Submitted;

/// The answers to Bundles.
final class BundleAnswers {
    private BundleAnswers() {}

    /// What became of one entry.
    sealed interface EntryAnswer {
        record Stored(Submitted submitted) implements EntryAnswer {}

        /// Not stored here: used to match and to refer to.
        record Context() implements EntryAnswer {}

        record Skipped(String type) implements EntryAnswer {}

        record Refused(List<Problem> problems) implements EntryAnswer {
            public Refused {
                problems = List.copyOf(problems);
            }
        }
    }

    /// One entry per entry sent, in order; at the end, where types were skipped, an OperationOutcome that counts them.
    static byte[] response(BundleKind kind, List<EntryAnswer> answers) {
        var bundle = ResourceTree.resource("Bundle");
        bundle.put("id", UUID.randomUUID().toString());
        bundle.put("type", kind.responseType());
        var entries = bundle.putArray("entry");
        answers.forEach(answer -> add(entries, answer));
        var skipped = skipped(answers);
        if (!skipped.isEmpty()) {
            var entry = entries.addObject();
            entry.set("resource", OperationOutcomes.toNode(skipped, "warning"));
            entry.putObject("response").put("status", "200 OK");
        }
        return ResourceTree.write(bundle);
    }

    /// The answer to a message: a MessageHeader that says `ok`, and what was stored and skipped.
    static byte[] message(ObjectNode header, String endpoint, List<EntryAnswer> answers) {
        var bundle = ResourceTree.resource("Bundle");
        bundle.put("id", UUID.randomUUID().toString());
        bundle.put("type", "message");
        var outcomeUrl = "urn:uuid:" + UUID.randomUUID();
        var entries = bundle.putArray("entry");
        var first = entries.addObject().put("fullUrl", "urn:uuid:" + UUID.randomUUID());
        var response = ResourceTree.resource("MessageHeader");
        for (var event : List.of("eventCoding", "eventUri")) {
            if (header.has(event)) {
                response.set(event, header.get(event).deepCopy());
            }
        }
        response.putObject("source").put("endpoint", endpoint);
        var said = response.putObject("response");
        said.put("identifier", header.path("id").asText("unnamed"));
        said.put("code", "ok");
        said.putObject("details").put("reference", outcomeUrl);
        first.set("resource", response);
        entries.addObject().put("fullUrl", outcomeUrl).set("resource", outcome(answers));
        return ResourceTree.write(bundle);
    }

    private static ObjectNode outcome(List<EntryAnswer> answers) {
        var outcome = ResourceTree.resource("OperationOutcome");
        var issues = outcome.putArray("issue");
        answers.forEach(answer -> {
            if (answer instanceof EntryAnswer.Stored stored) {
                issues.addObject()
                        .put("severity", "information")
                        .put("code", "informational")
                        .put("diagnostics", "Stored: " + locationOf(stored.submitted()));
            }
        });
        if (issues.isEmpty()) {
            issues.addObject()
                    .put("severity", "information")
                    .put("code", "informational")
                    .put("diagnostics", "The message holds nothing that is stored here.");
        }
        var skipped = skipped(answers);
        if (!skipped.isEmpty()) {
            OperationOutcomes.toNode(skipped, "warning").path("issue").forEach(issues::add);
        }
        return outcome;
    }

    private static void add(ArrayNode entries, EntryAnswer answer) {
        var entry = entries.addObject();
        var response = ResourceTree.object();
        switch (answer) {
            case EntryAnswer.Stored stored -> {
                var submitted = stored.submitted();
                var isNew = submitted.outcome() == Submitted.Outcome.CREATED;
                response.put("status", isNew ? "201 Created" : "200 OK");
                response.put("location", locationOf(submitted));
                response.put("etag", "W/\"" + submitted.version() + "\"");
            }
            case EntryAnswer.Context ignored -> response.put("status", "200 OK");
            case EntryAnswer.Skipped ignored -> response.put("status", "204 No Content");
            case EntryAnswer.Refused refused -> {
                response.put(
                        "status",
                        Integer.toString(refused.problems().getFirst().code().httpStatus()));
                response.set("outcome", OperationOutcomes.toNode(refused.problems()));
            }
        }
        entry.set("response", response);
    }

    private static List<Problem> skipped(List<EntryAnswer> answers) {
        Map<String, Integer> counts = new TreeMap<>();
        answers.forEach(answer -> {
            if (answer instanceof EntryAnswer.Skipped skipped) {
                counts.merge(skipped.type(), 1, Integer::sum);
            }
        });
        return counts.entrySet().stream()
                .map(entry -> Problem.of(
                        ProblemCode.UNSUPPORTED_RESOURCE,
                        "Skipped, because the region does not keep it: " + entry.getKey() + ", " + entry.getValue()
                                + (entry.getValue() == 1 ? " entry." : " entries."),
                        entry.getKey()))
                .toList();
    }

    private static String locationOf(Submitted submitted) {
        return submitted.type() + "/" + submitted.id() + "/_history/" + submitted.version();
    }
}
