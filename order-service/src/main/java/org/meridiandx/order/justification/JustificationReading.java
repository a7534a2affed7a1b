package org.meridiandx.order.justification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hl7.fhir.r4.model.Parameters;
import org.meridiandx.access.Access;
import org.meridiandx.access.AccessRequest;
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
    private static final ObjectMapper JSON = new ObjectMapper();

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
        return records.versions(request.id())
                .chain(versions -> closed(caller, request, versions)
                        .call(closed -> audit.record(caller, traces(request, versions, closed)))
                        .chain(closed -> records.advice(request.id())
                                .map(advice -> JustificationAnswer.of(requireAny(versions), advice, closed))));
    }

    private static List<JustificationRepository.Version> requireAny(List<JustificationRepository.Version> versions) {
        if (versions.isEmpty()) {
            throw ProblemException.of(
                    ProblemCode.NOT_FOUND,
                    "Nothing is kept of this request: it is a draft, or for nothing that uses ionising radiation.");
        }
        return versions;
    }

    /// Those records that the caller may not see, or only masked.
    private Uni<Set<String>> closed(
            Caller caller, StoredResource request, List<JustificationRepository.Version> versions) {
        var questions = questions(request, versions);
        if (questions.isEmpty()) {
            return Uni.createFrom().item(Set.of());
        }
        var references = List.copyOf(questions.keySet());
        return access.decide(caller, List.copyOf(questions.values())).map(decisions -> {
            var closed = new HashSet<String>();
            for (var i = 0; i < references.size(); i++) {
                if (!decisions.get(i).isAllowed() || decisions.get(i).isMasked()) {
                    closed.add(references.get(i));
                }
            }
            return closed;
        });
    }

    private static Map<String, AccessRequest> questions(
            StoredResource request, List<JustificationRepository.Version> versions) {
        var questions = new TreeMap<String, AccessRequest>();
        for (var version : versions) {
            var seals = tree(version.seals());
            JustificationAnswer.references(version).stream()
                    .filter(reference -> !reference.startsWith("#") && seals.has(reference))
                    .forEach(reference -> questions.put(
                            reference,
                            AccessRequest.of(
                                            Action.READ,
                                            typeOf(reference),
                                            request.patientId(),
                                            texts(seals.path(reference).path("organisations")))
                                    .labelled(texts(seals.path(reference).path("labels")))));
        }
        return questions;
    }

    private static String typeOf(String reference) {
        return reference.substring(0, reference.indexOf('/'));
    }

    private static Set<String> texts(JsonNode array) {
        var texts = new HashSet<String>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException broken) {
            throw new UncheckedIOException("a justification record cannot be read", broken);
        }
    }

    private static AuditEntry readOf(StoredResource request) {
        return AuditEntry.read(TYPE, request.id(), request.patientId());
    }

    private static List<AuditEntry> traces(
            StoredResource request, List<JustificationRepository.Version> versions, Set<String> closed) {
        var traces = new ArrayList<AuditEntry>();
        traces.add(readOf(request));
        var shown = new HashMap<String, List<String>>();
        questions(request, versions).keySet().stream()
                .filter(reference -> !closed.contains(reference))
                .forEach(reference -> shown.computeIfAbsent(typeOf(reference), any -> new ArrayList<>())
                        .add(reference.substring(reference.indexOf('/') + 1)));
        shown.forEach((type, ids) -> traces.add(AuditEntry.search(type, ids, request.patientId(), "_id")));
        return traces;
    }
}
