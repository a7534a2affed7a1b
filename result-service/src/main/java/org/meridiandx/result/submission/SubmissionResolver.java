package org.meridiandx.result.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.meridiandx.directory.OrderQuery;
import org.meridiandx.directory.PatientQuery;
import org.meridiandx.fhir.IdentifierQuery;
import org.meridiandx.problem.Problem;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.filing.OrderLink;
import org.meridiandx.result.filing.SubjectReference;
import org.meridiandx.result.matching.Directories;
import org.meridiandx.result.matching.PatientMatch;
import org.meridiandx.result.record.entries.EntryContent;
import org.meridiandx.result.resources.ResourceColumns;

/// Finds the patient and the order of every item, each distinct one asked for once, before anything
/// is written.
@ApplicationScoped
class SubmissionResolver {
    private static final int QUESTIONS_AT_ONCE = 8;
    private final Directories directories;

    SubmissionResolver(Directories directories) {
        this.directories = directories;
    }

    /// @return those that were open are ready now, or refused: with 503 while the patient directory
    ///     is away, with 422 where nobody can tell whose a result is
    Uni<List<Admission>> resolve(List<Admission> admissions) {
        var patients = new LinkedHashSet<PatientQuery>();
        for (var admission : admissions) {
            if (admission instanceof Admission.Open open) {
                var queries = new SubjectQueries(open.submission().context());
                open.submission().items().forEach(item -> patients.add(queries.patient(item.json())));
            }
        }
        return askEach(patients, directories::findPatient)
                .chain(matches -> askEach(orderQuestions(admissions, matches), this::findOrder)
                        .map(orders -> admissions.stream()
                                .map(admission -> resolve(admission, new Answers(matches, orders)))
                                .toList()));
    }

    /// What the directories said.
    private record Answers(Map<PatientQuery, PatientMatch> patients, Map<List<OrderQuery>, OrderLink> orders) {
        PatientMatch match(PatientQuery query) {
            return patients.getOrDefault(query, new PatientMatch.Unknown());
        }
    }

    private static <Q, A> Uni<Map<Q, A>> askEach(Set<Q> questions, Function<Q, Uni<A>> ask) {
        return Multi.createFrom()
                .iterable(questions)
                .onItem()
                .transformToUni(question -> ask.apply(question).map(answer -> Map.entry(question, answer)))
                .merge(QUESTIONS_AT_ONCE)
                .collect()
                .asMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private static Set<List<OrderQuery>> orderQuestions(
            List<Admission> admissions, Map<PatientQuery, PatientMatch> matches) {
        var questions = new LinkedHashSet<List<OrderQuery>>();
        for (var admission : admissions) {
            if (admission instanceof Admission.Open open) {
                var queries = new SubjectQueries(open.submission().context());
                for (var item : open.submission().items()) {
                    var match = matches.getOrDefault(queries.patient(item.json()), new PatientMatch.Unknown());
                    questions.add(orderQuestions(queries, item, match));
                }
            }
        }
        questions.remove(List.<OrderQuery>of());
        return questions;
    }

    private static List<OrderQuery> orderQuestions(SubjectQueries queries, Submission.Item item, PatientMatch match) {
        return match.patient().isKnown() && !item.type().equals("Specimen") && !item.isOfRecord()
                ? queries.orders(item.json(), match.patient().patientId())
                : List.of();
    }

    /// The first question that has an answer counts.
    private Uni<OrderLink> findOrder(List<OrderQuery> questions) {
        Uni<Optional<OrderLink>> answer = Uni.createFrom().item(Optional.empty());
        for (var question : questions) {
            answer = answer.chain(
                    link -> link.isPresent() ? Uni.createFrom().item(link) : directories.findOrder(question));
        }
        return answer.map(link -> link.orElse(numbersOf(questions)));
    }

    private static Admission resolve(Admission admission, Answers answers) {
        if (!(admission instanceof Admission.Open open)) {
            return admission;
        }
        try {
            return new Admission.Ready(open.submission(), resolved(open.submission(), answers));
        } catch (ProblemException refusal) {
            return Admission.Refused.by(refusal);
        }
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

    private static List<Resolved> resolved(Submission submission, Answers answers) {
        var queries = new SubjectQueries(submission.context());
        var byName = byName(submission);
        var rewriter = new ContextReferences(submission.context());
        var inReports = inReports(submission);
        var all = new ArrayList<Resolved>();
        var unknown = new ArrayList<Problem>();
        for (var item : submission.items()) {
            var query = queries.patient(item.json());
            var match = reachable(answers.match(query));
            var order = answers.orders().getOrDefault(orderQuestions(queries, item, match), OrderLink.NONE);
            if (!match.patient().isKnown() && !mayWait(submission, item, inReports)) {
                unknown.add(Problem.of(
                        ProblemCode.UNKNOWN_PATIENT,
                        whyUnknown(match),
                        item.place() + "." + SubjectReference.elementOf(item.json())));
            }
            var hash = hashOf(item, byName);
            var json = item.json().deepCopy();
            if (match.patient().isKnown()) {
                SubjectReference.set(json, match.patient());
            }
            SubjectReference.setOrder(json, order);
            rewriter.rewrite(json);
            var condition = item.ifNoneExist().map(IdentifierQuery::parse);
            all.add(new Resolved(item, json, query, match, order, hash, condition));
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

    private static String hashOf(Submission.Item item, Map<String, ObjectNode> byName) {
        if (item.isOfRecord()) {
            return EntryContent.hashOf(item.json());
        }
        return item.type().equals("DiagnosticReport") ? ContentHash.of(withLines(item.json(), byName)) : "";
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
