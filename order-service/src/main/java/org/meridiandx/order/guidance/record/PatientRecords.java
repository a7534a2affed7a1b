package org.meridiandx.order.guidance.record;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.meridiandx.access.Access;
import org.meridiandx.access.AccessDecision;
import org.meridiandx.access.AccessRequest;
import org.meridiandx.access.Action;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.directory.Demographics;
import org.meridiandx.directory.PatientDirectoryClient;
import org.meridiandx.order.guidance.rules.record.PatientRecord;
import org.meridiandx.order.guidance.rules.record.PriorResult;
import org.meridiandx.order.guidance.rules.record.PriorStudy;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// What the region knows of a patient. Who asks needs to be allowed to read the patient; results and
/// studies are decided each. One trace per kind of resource is durable before anything is told.
@ApplicationScoped
public class PatientRecords {
    private static final String TYPE = "Patient";

    private final PatientDirectoryClient patients;
    private final PriorRecords priors;
    private final Access access;
    private final AuditTrail audit;

    PatientRecords(PatientDirectoryClient patients, PriorRecords priors, Access access, AuditTrail audit) {
        this.patients = patients;
        this.priors = priors;
        this.access = access;
        this.audit = audit;
    }

    /// @param codes `system|code` of the results that are wanted
    /// @return fails with [ProblemException] 403, 422 or 503 for the patient; that a source of
    ///     results or studies did not answer is part of the answer
    public Uni<PatientRecord> of(Caller caller, String patientId, List<String> codes) {
        return readable(caller, patientId)
                .chain(found -> inForce(patientId, found))
                .chain(found -> living(caller, found, codes));
    }

    /// The same for a patient in force about whom identity-service has just been asked.
    public Uni<PatientRecord> of(Caller caller, Demographics patient, List<String> codes) {
        return readable(caller, questionOf(patient.patientId(), patient.labels()))
                .chain(decision -> living(caller, new Readable(patient, decision.isMasked()), codes));
    }

    private Uni<PatientRecord> living(Caller caller, Readable found, List<String> codes) {
        return found.known().isDeceased() ? refusedAsDeceased(caller, found.known()) : told(caller, found, codes);
    }

    private static AccessRequest questionOf(String patientId, Set<String> labels) {
        return AccessRequest.of(Action.READ, TYPE, patientId, Set.of()).labelled(labels);
    }

    /// A patient whom the caller may be shown, whole or masked.
    private record Readable(Demographics known, boolean isMasked) {}

    /// Decided with the patient's own labels, as any record is; of somebody unknown there are none.
    private Uni<Readable> readable(Caller caller, String patientId) {
        return patients.demographics(patientId)
                .chain(found -> readable(
                                caller,
                                questionOf(
                                        patientId,
                                        found.map(Demographics::labels).orElse(Set.of())))
                        .map(decision ->
                                new Readable(found.orElseThrow(PatientRecords::unknown), decision.isMasked())));
    }

    /// Whether the patient's results and studies may be searched is asked with it, in one call:
    /// what is allowed is remembered for when they are there. The patient's own answer alone
    /// decides here.
    private Uni<AccessDecision> readable(Caller caller, AccessRequest patient) {
        access.requireScope(caller, patient.action(), TYPE);
        var together = Stream.concat(
                        Stream.of(patient),
                        priors.gates(caller, patient.patientId().orElseThrow()))
                .toList();
        return access.decide(caller, together)
                .onFailure(ProblemException.class)
                .recoverWithItem(List.of())
                .chain(() -> access.permit(caller, patient));
    }

    /// Of a record that was merged, what its survivor says.
    private Uni<Readable> inForce(String patientId, Readable asked) {
        return asked.known().patientId().equals(patientId)
                ? Uni.createFrom().item(asked)
                : patients.demographics(asked.known().patientId())
                        .map(found -> new Readable(found.orElseThrow(PatientRecords::unknown), asked.isMasked()));
    }

    /// That somebody has died is told, and so written down first.
    private Uni<PatientRecord> refusedAsDeceased(Caller caller, Demographics found) {
        return audit.record(caller, List.of(AuditEntry.read(TYPE, found.patientId(), found.patientId())))
                .chain(() -> Uni.createFrom()
                        .failure(ProblemException.of(
                                ProblemCode.BUSINESS_RULE,
                                "The patient is recorded as deceased; nothing can be ordered. Check the patient's record.",
                                "Parameters.parameter")));
    }

    private Uni<PatientRecord> told(Caller caller, Readable found, List<String> codes) {
        var known = found.known();
        var person = new PatientRecord.Person(
                known.patientId(), known.nhsNumber(), known.birthDate(), known.gender(), found.isMasked());
        return withPriors(caller, person, codes).call(record -> audit.record(caller, traces(record)));
    }

    private Uni<PatientRecord> withPriors(Caller caller, PatientRecord.Person person, List<String> codes) {
        return Uni.combine()
                .all()
                .unis(priors.results(caller, person.patientId(), codes), priors.studies(caller, person.patientId()))
                .with((results, studies) -> new PatientRecord(person, results, studies));
    }

    private static List<AuditEntry> traces(PatientRecord record) {
        var patientId = record.person().patientId();
        var traces = new ArrayList<AuditEntry>();
        traces.add(AuditEntry.read(TYPE, patientId, patientId));
        var results =
                record.results().all().stream().map(PriorResult::id).distinct().toList();
        if (!results.isEmpty()) {
            traces.add(AuditEntry.search(PriorRecords.RESULT, results, patientId, "patient&code"));
        }
        var studies = record.studies().all().stream().map(PriorStudy::id).toList();
        if (!studies.isEmpty()) {
            traces.add(AuditEntry.search(PriorRecords.STUDY, studies, patientId, "patient"));
        }
        return traces;
    }

    private static ProblemException unknown() {
        return ProblemException.of(
                ProblemCode.UNKNOWN_PATIENT, "The region does not know this patient.", "Parameters.parameter");
    }
}
