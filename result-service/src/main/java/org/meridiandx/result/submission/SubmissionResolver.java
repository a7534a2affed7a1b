package org.meridiandx.result.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.meridiandx.directory.OrderQuery;
import org.meridiandx.directory.PatientQuery;
import org.meridiandx.problem.Problem;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.filing.OrderLink;
import org.meridiandx.result.filing.ResourceColumns;
import org.meridiandx.result.filing.SubjectReference;
import org.meridiandx.result.matching.Directories;
import org.meridiandx.result.matching.PatientMatch;

/// Finds the patient and the order of every item, each distinct one asked for once, before anything is written.
@ApplicationScoped
class SubmissionResolver {
    private final Directories directories;

    SubmissionResolver(Directories directories) {
        this.directories = directories;
    }

    /// @return fails with 503 when the patient directory is away, and with 422 where nobody can tell whose a result is
    Uni<List<Resolved>> resolve(Submission submission) {
        var queries = new SubjectQueries(submission.context());
        var patients = new LinkedHashSet<PatientQuery>();
        submission.items().forEach(item -> patients.add(queries.patient(item.json())));
        var matches = new HashMap<PatientQuery, PatientMatch>();
        Uni<Void> asked = Uni.createFrom().voidItem();
        for (var patient : patients) {
            asked = asked.chain(() -> directories.findPatient(patient))
                    .invoke(match -> matches.put(patient, reachable(match)))
                    .replaceWithVoid();
        }
        return asked.chain(() -> findOrders(submission, queries, matches))
                .map(orders -> resolved(submission, queries, matches, orders));
    }

    private Uni<Map<ObjectNode, OrderLink>> findOrders(
            Submission submission, SubjectQueries queries, Map<PatientQuery, PatientMatch> matches) {
        var found = new HashMap<List<OrderQuery>, OrderLink>();
        var byReport = new IdentityHashMap<ObjectNode, OrderLink>();
        Uni<Void> asked = Uni.createFrom().voidItem();
        for (var item : submission.items()) {
            var patient = match(matches, queries, item).patient();
            var questions = patient.isKnown() && !item.type().equals("Specimen")
                    ? queries.orders(item.json(), patient.patientId())
                    : List.<OrderQuery>of();
            if (!questions.isEmpty()) {
                asked = asked.chain(() -> findOrder(questions, found))
                        .invoke(link -> byReport.put(item.json(), link))
                        .replaceWithVoid();
            }
        }
        return asked.replaceWith(byReport);
    }

    private Uni<OrderLink> findOrder(List<OrderQuery> questions, Map<List<OrderQuery>, OrderLink> found) {
        var known = found.get(questions);
        if (known != null) {
            return Uni.createFrom().item(known);
        }
        Uni<Optional<OrderLink>> answer = Uni.createFrom().item(Optional.empty());
        for (var question : questions) {
            answer = answer.chain(
                    link -> link.isPresent() ? Uni.createFrom().item(link) : directories.findOrder(question));
        }
        return answer.map(link -> link.orElse(numbersOf(questions))).invoke(link -> found.put(questions, link));
    }

    private static OrderLink numbersOf(List<OrderQuery> questions) {
        var placer = questions.stream()
                .map(OrderQuery::placerNumber)
                .filter(number -> !number.isEmpty())
                .findFirst();
        var filler = questions.stream()
                .map(OrderQuery::fillerNumber)
                .filter(number -> !number.isEmpty())
                .findFirst();
        var accession = questions.stream()
                .map(OrderQuery::accessionNumber)
                .filter(number -> !number.isEmpty())
                .findFirst();
        return new OrderLink("", placer.orElse(""), filler.orElse(""), accession.orElse(""), "", "");
    }

    private static PatientMatch reachable(PatientMatch match) {
        if (match instanceof PatientMatch.Unreachable) {
            throw ProblemException.of(
                    ProblemCode.UNAVAILABLE, "The patient cannot be looked up at the moment. Try again shortly.");
        }
        return match;
    }

    private static PatientMatch match(
            Map<PatientQuery, PatientMatch> matches, SubjectQueries queries, Submission.Item item) {
        return matches.getOrDefault(queries.patient(item.json()), new PatientMatch.Unknown());
    }

    private static List<Resolved> resolved(
            Submission submission,
            SubjectQueries queries,
            Map<PatientQuery, PatientMatch> matches,
            Map<ObjectNode, OrderLink> orders) {
        var byName = byName(submission);
        var rewriter = new ContextReferences(submission.context());
        var inReports = inReports(submission);
        var all = new ArrayList<Resolved>();
        var unknown = new ArrayList<Problem>();
        for (var item : submission.items()) {
            var match = match(matches, queries, item);
            var order = orders.getOrDefault(item.json(), OrderLink.NONE);
            if (!match.patient().isKnown() && !mayWait(submission, item, inReports)) {
                unknown.add(Problem.of(ProblemCode.UNKNOWN_PATIENT, whyUnknown(match), item.place() + ".subject"));
            }
            var hash = item.type().equals("DiagnosticReport") ? ContentHash.of(withLines(item.json(), byName)) : "";
            var json = item.json().deepCopy();
            if (match.patient().isKnown()) {
                SubjectReference.set(json, match.patient());
            }
            SubjectReference.setOrder(json, order);
            rewriter.rewrite(json);
            all.add(new Resolved(item, json, queries.patient(item.json()), match, order, hash));
        }
        if (!unknown.isEmpty()) {
            throw new ProblemException(unknown.subList(0, Math.min(unknown.size(), 20)));
        }
        return all;
    }

    /// Reports of a Bundle wait in the queue, with their lines; anything else must say whose it is.
    private static boolean mayWait(Submission submission, Submission.Item item, Set<String> inReports) {
        return !submission.context().isEmpty()
                && (item.type().equals("DiagnosticReport") || inReports.contains(item.fullUrl()));
    }

    private static Set<String> inReports(Submission submission) {
        var names = new LinkedHashSet<String>();
        var parts = new ReportParts(submission.items());
        for (var item : submission.items()) {
            if (item.type().equals("DiagnosticReport")) {
                names.addAll(parts.of(item));
            }
        }
        return names;
    }

    private static Map<String, ObjectNode> byName(Submission submission) {
        var names = new HashMap<String, ObjectNode>();
        submission.items().forEach(item -> names.put(item.fullUrl(), item.json()));
        return names;
    }

    private static List<ObjectNode> withLines(ObjectNode report, Map<String, ObjectNode> byName) {
        var all = new ArrayList<ObjectNode>(List.of(report));
        for (var line : ResourceColumns.each(report.path("result"))) {
            var observation = byName.get(ResourceColumns.text(line.path("reference")));
            if (observation != null) {
                all.add(observation);
            }
        }
        return all;
    }

    private static String whyUnknown(PatientMatch match) {
        return match instanceof PatientMatch.Conflict
                ? "The identifiers or the birth date of the patient contradict the region's record."
                : "The region knows no such patient. Register the patient first, or refer to one it knows.";
    }
}
