package org.meridiandx.result.record.summary;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.meridiandx.access.Access;
import org.meridiandx.access.AccessRequest;
import org.meridiandx.access.Action;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.directory.NamedPatient;
import org.meridiandx.directory.PatientDirectoryClient;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.record.summary.SummaryRepository.Kept;

/// Puts a patient's summary together: the patient decided first, then each row, and the trace before the answer.
@ApplicationScoped
public class SummaryService {
    private static final List<String> TYPES = List.of(
            "Patient",
            "AllergyIntolerance",
            "Condition",
            "MedicationRequest",
            "MedicationStatement",
            "Immunization",
            "Procedure",
            "CarePlan");
    private final SummaryRepository rows;
    private final PatientDirectoryClient patients;
    private final Access access;
    private final AuditTrail audit;
    private final SummaryMaker maker;

    SummaryService(
            SummaryRepository rows,
            PatientDirectoryClient patients,
            Access access,
            AuditTrail audit,
            SummaryMaker maker) {
        this.rows = rows;
        this.patients = patients;
        this.access = access;
        this.audit = audit;
        this.maker = maker;
    }

    /// @param form how it is to be written
    /// @return as written; fails with [ProblemException]: 403 (also where one scope is missing),
    ///     404 or 503
    Uni<byte[]> summary(Caller caller, String patientId, Function<Summary, byte[]> form) {
        TYPES.forEach(type -> access.requireScope(caller, Action.READ, type));
        return patients.named(patientId)
                .call(found -> access.permit(caller, question(patientId, found)))
                .map(found -> found.orElseThrow(SummaryService::notFound))
                .chain(patient -> read(caller, patient, form))
                .call(made -> audit.record(caller, traces(made.summary())))
                .map(SummaryMaker.Made::written);
    }

    private static AccessRequest question(String patientId, Optional<NamedPatient> found) {
        return found.map(patient -> AccessRequest.of(
                                Action.READ, "Patient", patient.demographics().patientId(), Set.of())
                        .labelled(patient.demographics().labels()))
                .orElseGet(() -> AccessRequest.of(Action.READ, "Patient", patientId, Set.of()));
    }

    private Uni<SummaryMaker.Made> read(Caller caller, NamedPatient patient, Function<Summary, byte[]> form) {
        var id = patient.demographics().patientId();
        return Uni.combine()
                .all()
                .unis(rows.entries(id), results(caller, id))
                .with((entries, results) ->
                        Stream.concat(entries.stream(), results.stream()).toList())
                .chain(all -> access.decide(
                                caller,
                                all.stream()
                                        .map(kept -> kept.resource().question(Action.READ, kept.type()))
                                        .toList())
                        .chain(decisions -> maker.of(patient, all, decisions, form)));
    }

    /// Patients are told of results by the rules of their release, which a summary does not go around.
    private Uni<List<Kept>> results(Caller caller, String patientId) {
        var mayRead = !caller.role().equals("patient") && caller.scopes().allow(Action.READ, "Observation");
        return mayRead ? rows.results(patientId) : Uni.createFrom().item(List.of());
    }

    /// One entry per type that is shown; of the patient always.
    private static List<AuditEntry> traces(Summary summary) {
        var patientId = summary.patient().demographics().patientId();
        var ids = new LinkedHashMap<String, List<String>>();
        ids.put("Patient", List.of(patientId));
        summary.sections().stream()
                .flatMap(section -> section.shown().stream())
                .forEach(shown -> ids.computeIfAbsent(shown.type(), type -> new ArrayList<>())
                        .add(shown.id()));
        return ids.entrySet().stream()
                .map(entry -> new AuditEntry("R", "summary", "ok", "", entry.getKey(), entry.getValue(), patientId, ""))
                .toList();
    }

    private static ProblemException notFound() {
        return ProblemException.of(ProblemCode.NOT_FOUND, "There is no Patient with this id.");
    }
}
