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
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.identity.patients.matching.rules.Description;
import org.meridiandx.identity.patients.matching.rules.Grade;
import org.meridiandx.identity.patients.matching.rules.MatchScore;

/// Grades the patients that a description may be of.
@ApplicationScoped
public class MatchService {
    private static final Comparator<Candidate> BEST_FIRST = Comparator.comparing(
                    (Candidate candidate) -> candidate.comparison().grade())
            .thenComparing(candidate -> -candidate.comparison().score())
            .thenComparing(candidate -> candidate.resource().id());
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
                        .map(resource -> compared(asked, resource))
                        .filter(candidate -> candidate.comparison().grade() != Grade.CERTAINLY_NOT)
                        .sorted(BEST_FIRST)
                        .toList());
    }

    private Uni<List<Candidate>> allowed(Caller caller, Patient described, List<Candidate> found) {
        var asked = DescriptionMapper.of(described);
        var requests = found.stream()
                .map(Candidate::resource)
                .map(resource -> resource.question(Action.SEARCH, "Patient"))
                .toList();
        return access.decide(caller, requests)
                .map(decisions -> IntStream.range(0, found.size())
                        .filter(i -> decisions.get(i).isAllowed())
                        .mapToObj(i -> shown(asked, found.get(i), decisions.get(i)))
                        .filter(candidate -> candidate.comparison().grade() != Grade.CERTAINLY_NOT)
                        .sorted(BEST_FIRST)
                        .toList());
    }

    /// What is masked plays no part in the grade: it would be told to who tries one address after the other.
    private static Candidate shown(Description asked, Candidate found, AccessDecision decision) {
        return decision.isMasked() ? compared(asked, found.resource().shownBy(decision)) : found;
    }

    private static Candidate compared(Description asked, StoredResource resource) {
        return new Candidate(
                resource,
                MatchScore.compare(asked, DescriptionMapper.of(FhirJson.read(resource.content(), Patient.class))));
    }
}
