package org.meridiandx.result.bundles;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.meridiandx.problem.Problem;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.record.types.RecordType;
import org.meridiandx.result.reports.KeptTypes;
import org.meridiandx.result.reports.ResultType;
import org.meridiandx.result.resources.References;
import org.meridiandx.result.resources.ResourceTree;

/// Reads a Bundle: its kind, its entries, and what is wrong with them, each fault by its place.
final class BundleReader {
    private static final int MAX_ENTRIES = 20_000;
    private static final int MAX_PROBLEMS = 20;
    private static final Set<String> CONTEXT = Set.of(
            "MessageHeader",
            "Patient",
            "Organization",
            "Practitioner",
            "PractitionerRole",
            "Location",
            "HealthcareService",
            "ServiceRequest",
            "ImagingStudy",
            "Medication",
            "Device",
            "RelatedPerson");

    private BundleReader() {}

    static BundleKind kind(ObjectNode bundle, boolean isMessageDoor) {
        if (!bundle.path("resourceType").asText().equals("Bundle")) {
            throw ProblemException.of(ProblemCode.INVALID_VALUE, "This address takes a Bundle.", "resourceType");
        }
        var type = bundle.path("type").asText();
        return switch (type) {
            case "message" -> requireDoor(isMessageDoor, BundleKind.MESSAGE);
            case "transaction" -> requireDoor(!isMessageDoor, BundleKind.TRANSACTION);
            case "batch" -> requireDoor(!isMessageDoor, BundleKind.BATCH);
            default ->
                throw ProblemException.of(
                        ProblemCode.INVALID_VALUE,
                        "Bundle.type must be transaction or batch here, and message at $process-message.",
                        "Bundle.type");
        };
    }

    /// All entries with what becomes of each.
    ///
    /// @throws ProblemException 400, 413 or 422; in a batch a single bad entry is left to [#faults]
    static List<BundleEntry> entries(ObjectNode bundle, BundleKind kind) {
        var nodes = bundle.path("entry");
        if (!nodes.isArray() || nodes.isEmpty()) {
            throw ProblemException.of(ProblemCode.MISSING_VALUE, "The Bundle has no entries.", "Bundle.entry");
        }
        if (nodes.size() > MAX_ENTRIES) {
            throw ProblemException.of(
                    ProblemCode.TOO_LARGE,
                    "The Bundle has more than " + MAX_ENTRIES + " entries. Send it in parts.",
                    "Bundle.entry");
        }
        var entries = new ArrayList<BundleEntry>(nodes.size());
        nodes.forEach(node -> entries.add(entry(entries.size(), node)));
        if (isAboutResults(entries, kind)) {
            entries.replaceAll(BundleEntry::ofResults);
        }
        requireHeader(entries, kind);
        requireDistinct(entries);
        return entries;
    }

    /// An Encounter beside results, or in a message, and with no other part of the record, says where they come from:
    /// it is no entry of the record by itself.
    private static boolean isAboutResults(List<BundleEntry> entries, BundleKind kind) {
        var hasResults = kind == BundleKind.MESSAGE
                || entries.stream()
                        .anyMatch(entry -> ResultType.named(entry.type()).isPresent());
        var hasMore = entries.stream()
                .anyMatch(entry -> RecordType.named(entry.type())
                        .filter(type -> type != RecordType.ENCOUNTER)
                        .isPresent());
        return hasResults && !hasMore;
    }

    /// What is wrong with one entry, read strictly; nothing where it is good.
    private static List<Problem> validate(BundleEntry entry, JsonNode node, BundleKind kind) {
        if (entry.type().isEmpty()) {
            return List.of(Problem.of(
                    ProblemCode.MISSING_VALUE,
                    "The entry has no resource. Only resources that are posted are taken here.",
                    entry.place()));
        }
        var problems = new ArrayList<Problem>();
        if (kind != BundleKind.MESSAGE) {
            problems.addAll(requestProblems(entry, node.path("request")));
        }
        KeptTypes.named(entry.type())
                .ifPresent(type -> type.faults(ResourceTree.write(entry.json()))
                        .forEach(problem -> problems.add(placed(problem, entry))));
        return problems;
    }

    /// What is wrong with single entries, by their index. Takes milliseconds for a large Bundle:
    /// not for an event loop.
    static Map<Integer, List<Problem>> faults(BundleService.Request request, List<BundleEntry> entries) {
        var names = request.kind() == BundleKind.BATCH ? namesOf(entries) : Set.<String>of();
        var faults = new TreeMap<Integer, List<Problem>>();
        for (var entry : entries) {
            var node = request.bundle().path("entry").path(entry.index());
            var problems = new ArrayList<>(validate(entry, node, request.kind()));
            if (request.kind() == BundleKind.BATCH) {
                problems.addAll(batchProblems(entry, names, request.isLenient()));
            }
            if (!problems.isEmpty()) {
                faults.put(entry.index(), problems);
            }
        }
        return faults;
    }

    /// The entries of a batch stand alone: what one refers to is on record already, or context.
    ///
    /// **Source:** FHIR R4 http, batch processing rules.
    private static List<Problem> batchProblems(BundleEntry entry, Set<String> names, boolean isLenient) {
        if (entry.role() == BundleEntry.Role.UNSUPPORTED
                && !isLenient
                && !entry.type().isEmpty()) {
            return List.of(Problem.of(
                    ProblemCode.UNSUPPORTED_RESOURCE, "The region does not keep " + entry.type() + ".", entry.place()));
        }
        var refersToAnother = entry.role() == BundleEntry.Role.OWN
                && References.in(entry.json()).stream().map(References::literal).anyMatch(names::contains);
        return refersToAnother
                ? List.of(Problem.of(
                        ProblemCode.UNPROCESSABLE,
                        "The entry refers to another entry. In a batch each stands alone: send a transaction.",
                        entry.place()))
                : List.of();
    }

    private static Set<String> namesOf(List<BundleEntry> entries) {
        return entries.stream()
                .filter(entry ->
                        entry.role() == BundleEntry.Role.OWN && !entry.fullUrl().isEmpty())
                .map(BundleEntry::fullUrl)
                .collect(Collectors.toSet());
    }

    static ProblemException refusal(List<Problem> problems) {
        return new ProblemException(problems.subList(0, Math.min(problems.size(), MAX_PROBLEMS)));
    }

    /// The types that the region does not keep, each once.
    static Set<String> unsupported(List<BundleEntry> entries) {
        var types = new TreeSet<String>();
        entries.stream()
                .filter(entry -> entry.role() == BundleEntry.Role.UNSUPPORTED)
                .forEach(entry -> types.add(entry.type()));
        return types;
    }

    private static List<Problem> requestProblems(BundleEntry entry, JsonNode request) {
        var method = request.path("method").asText();
        if (method.equals("POST")) {
            return List.of();
        }
        if (EntryUpdate.isMeant(request) && RecordType.named(entry.type()).isPresent()) {
            return EntryUpdate.problems(entry, request.path("url").asText());
        }
        // A PUT of context is context too: nothing of it is written here.
        if (method.equals("PUT") && entry.role() != BundleEntry.Role.OWN) {
            return List.of();
        }
        return List.of(
                method.isEmpty()
                        ? Problem.of(
                                ProblemCode.MISSING_VALUE,
                                "The entry has no request.method.",
                                "Bundle.entry[" + entry.index() + "].request")
                        : Problem.of(
                                ProblemCode.UNPROCESSABLE,
                                "Only POST is taken in a Bundle here. To correct a report post its next version.",
                                "Bundle.entry[" + entry.index() + "].request.method"));
    }

    private static BundleEntry entry(int index, JsonNode node) {
        var json = node.path("resource") instanceof ObjectNode given ? given : ResourceTree.object();
        var type = json.path("resourceType").asText();
        var role = KeptTypes.named(type).isPresent()
                ? BundleEntry.Role.OWN
                : CONTEXT.contains(type) ? BundleEntry.Role.CONTEXT : BundleEntry.Role.UNSUPPORTED;
        var condition = node.path("request").path("ifNoneExist").asText();
        return new BundleEntry(
                index,
                role,
                node.path("fullUrl").asText(),
                json,
                condition.isEmpty() ? Optional.empty() : Optional.of(condition),
                EntryUpdate.isMeant(node.path("request")));
    }

    private static void requireHeader(List<BundleEntry> entries, BundleKind kind) {
        if (kind == BundleKind.MESSAGE && !entries.getFirst().type().equals("MessageHeader")) {
            throw ProblemException.of(
                    ProblemCode.MISSING_VALUE,
                    "The first entry of a message is its MessageHeader.",
                    "Bundle.entry[0].resource");
        }
        var event = entries.getFirst().json().path("eventCoding").path("code").asText();
        if (kind == BundleKind.MESSAGE && event.startsWith("servicerequest-")) {
            throw ProblemException.of(
                    ProblemCode.UNSUPPORTED_RESOURCE,
                    "Requests are taken at /fhir/R4/ServiceRequest/$process-message. Send the message there.",
                    "MessageHeader.eventCoding");
        }
    }

    private static void requireDistinct(List<BundleEntry> entries) {
        var seen = new HashSet<String>();
        for (var entry : entries) {
            if (!entry.fullUrl().isEmpty() && !seen.add(entry.fullUrl())) {
                throw ProblemException.of(
                        ProblemCode.INVALID_VALUE,
                        "Two entries have the same fullUrl.",
                        "Bundle.entry[" + entry.index() + "].fullUrl");
            }
        }
    }

    private static BundleKind requireDoor(boolean isRight, BundleKind kind) {
        if (!isRight) {
            throw ProblemException.of(
                    ProblemCode.INVALID_VALUE,
                    "Messages go to /fhir/R4/$process-message, batches and transactions to /fhir/R4.",
                    "Bundle.type");
        }
        return kind;
    }

    private static Problem placed(Problem problem, BundleEntry entry) {
        var places = problem.expressions().stream()
                .map(expression -> entry.place() + "." + withoutType(expression, entry.type()))
                .toList();
        return new Problem(problem.code(), problem.detail(), places.isEmpty() ? List.of(entry.place()) : places);
    }

    /// `issued` of `DiagnosticReport.issued`.
    private static String withoutType(String expression, String type) {
        return expression.startsWith(type + ".") ? expression.substring(type.length() + 1) : expression;
    }
}
