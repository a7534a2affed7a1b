package org.meridiandx.order.justification;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Parameters;
import org.meridiandx.access.Access;
import org.meridiandx.access.Action;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.SearchDefinition;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.fhir.StoredResources;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Shows what a request was justified by to those who may read the request; each record that a fact
/// rests on is decided too. What is shown is traced before.
@ApplicationScoped
class JustificationReading {
    private static final String TYPE = "ServiceRequest";
    private static final SearchDefinition REQUESTS = SearchDefinition.of(TYPE, "service_request")
            .reference("patient", "patient_id", "Patient")
            .followingMerges()
            .build();

    private final StoredResources stored;
    private final JustificationRepository records;
    private final Access access;
    private final AuditTrail audit;

    JustificationReading(StoredResources stored, JustificationRepository records, Access access, AuditTrail audit) {
        this.stored = stored;
        this.records = records;
        this.access = access;
        this.audit = audit;
    }

    /// @return fails with [ProblemException] 403 or 404
    Uni<Parameters> read(Caller caller, String id) {
        return stored.find(REQUESTS, id)
                .map(found -> found.orElseThrow(
                        () -> ProblemException.of(ProblemCode.NOT_FOUND, "There is no such record here.")))
                .chain(request -> access.permit(caller, request.question(Action.READ, TYPE))
                        .chain(decision -> decision.isMasked() ? masked(caller, request) : whole(caller, request)));
    }

    private Uni<Parameters> masked(Caller caller, StoredResource request) {
        return records.versions(request.id())
                .call(versions -> audit.record(caller, List.of(readOf(request))))
                .map(JustificationReading::requireAny)
                .map(JustificationAnswer::masked);
    }

    private Uni<Parameters> whole(Caller caller, StoredResource request) {
        return records.versions(request.id()).chain(versions -> whole(caller, request, versions));
    }

    private Uni<Parameters> whole(
            Caller caller, StoredResource request, List<JustificationRepository.Version> versions) {
        var grounds = Grounds.of(request, versions);
        return closed(caller, grounds)
                .call(closed -> audit.record(caller, traces(request, grounds, closed)))
                .chain(closed -> records.advice(request.id())
                        .map(advice -> JustificationAnswer.of(requireAny(versions), advice, closed)));
    }

    private static List<JustificationRepository.Version> requireAny(List<JustificationRepository.Version> versions) {
        if (versions.isEmpty()) {
            throw ProblemException.of(
                    ProblemCode.NOT_FOUND,
                    "Nothing is kept of this request: it is a draft, or for nothing that uses ionising radiation.");
        }
        return versions;
    }

    private Uni<Set<String>> closed(Caller caller, Grounds grounds) {
        return grounds.questions().isEmpty()
                ? Uni.createFrom().item(grounds.unsealed())
                : access.decide(caller, List.copyOf(grounds.questions().values()))
                        .map(grounds::closedBy);
    }

    private static AuditEntry readOf(StoredResource request) {
        return AuditEntry.read(TYPE, request.id(), request.patientId());
    }

    private static List<AuditEntry> traces(StoredResource request, Grounds grounds, Set<String> closed) {
        var traces = new ArrayList<AuditEntry>();
        traces.add(readOf(request));
        var shown = new HashMap<String, List<String>>();
        grounds.questions().keySet().stream()
                .filter(reference -> !closed.contains(reference))
                .forEach(reference -> shown.computeIfAbsent(Grounds.typeOf(reference), any -> new ArrayList<>())
                        .add(reference.substring(reference.indexOf('/') + 1)));
        shown.forEach((type, ids) -> traces.add(AuditEntry.search(type, ids, request.patientId(), "_id")));
        return traces;
    }
}
