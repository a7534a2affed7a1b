package org.meridiandx.identity.patients.matching;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.hl7.fhir.r4.model.Patient;
import org.meridiandx.access.Access;
import org.meridiandx.access.AccessDecision;
import org.meridiandx.access.Action;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.identity.patients.matching.rules.Grade;
import org.meridiandx.identity.patients.matching.rules.MatchScore;

/// Grades the patients that a description may be of.
@ApplicationScoped
public class MatchService {
    private final Pool pool;
    private final CandidateRepository candidates;
    private final Access access;
    private final AuditTrail audit;

    MatchService(Pool pool, CandidateRepository candidates, Access access, AuditTrail audit) {
        this.pool = pool;
        this.candidates = candidates;
        this.access = access;
        this.audit = audit;
    }

    /// What is asked for.
    ///
    /// @param onlyCertain whether only one who is certainly the one described is to be shown
    record Question(Patient described, boolean onlyCertain, int count) {}

    /// Of the patients whom the caller may see, those who may be the one described, best first. Each is
    /// in the audit before it is shown.
    Uni<List<Candidate>> match(Caller caller, Question question) {
        return graded(question.described(), "")
                .map(found -> question.onlyCertain() ? certain(found) : found)
                .chain(found -> allowed(caller, question.described(), found))
                .chain(allowed -> shown(caller, allowed, question.count()));
    }

    /// Two certain matches are none: the description does not tell them apart, whoever may see them.
    private static List<Candidate> certain(List<Candidate> found) {
        var certain = found.stream()
                .filter(candidate -> candidate.comparison().grade() == Grade.CERTAIN)
                .toList();
        return certain.size() == 1 ? certain : List.of();
    }

    private Uni<List<Candidate>> shown(Caller caller, List<Candidate> allowed, int count) {
        var shown = allowed.stream().limit(count).toList();
        var entries = shown.stream()
                .map(Candidate::resource)
                .map(resource -> new AuditEntry(
                        "E", "match", "ok", "", "Patient", List.of(resource.id()), resource.patientId(), ""))
                .toList();
        return audit.record(caller, entries).replaceWith(shown);
    }

    /// All who may be the one described, whoever may see them: for the registry's own work.
    ///
    /// @param exceptId a record that is not compared; may be empty
    public Uni<List<Candidate>> graded(Patient described, String exceptId) {
        var asked = DescriptionMapper.of(described);
        return candidates
                .of(pool, asked)
                .map(found -> found.stream()
                        .filter(resource -> !resource.id().equals(exceptId))
                        .map(resource -> new Candidate(
                                resource,
                                MatchScore.compare(
                                        asked, DescriptionMapper.of(FhirJson.read(resource.content(), Patient.class)))))
                        .filter(candidate -> candidate.comparison().grade() != Grade.CERTAINLY_NOT)
                        .sorted(Comparator.comparing((Candidate candidate) ->
                                        candidate.comparison().grade())
                                .thenComparing(
                                        candidate -> -candidate.comparison().score())
                                .thenComparing(candidate -> candidate.resource().id()))
                        .toList());
    }

    /// A grade that the hidden address had a part in would tell it to who tries one after the other.
    private static boolean isTold(Patient described, AccessDecision decision) {
        return decision.isMasked() && (described.hasAddress() || described.hasTelecom());
    }

    private Uni<List<Candidate>> allowed(Caller caller, Patient described, List<Candidate> found) {
        var requests = found.stream()
                .map(Candidate::resource)
                .map(resource -> resource.question(Action.SEARCH, "Patient"))
                .toList();
        return access.decide(caller, requests)
                .map(decisions -> IntStream.range(0, found.size())
                        .filter(i -> decisions.get(i).isAllowed())
                        .filter(i -> !isTold(described, decisions.get(i)))
                        .mapToObj(i -> new Candidate(
                                found.get(i).resource().shownBy(decisions.get(i)),
                                found.get(i).comparison()))
                        .toList());
    }
}
