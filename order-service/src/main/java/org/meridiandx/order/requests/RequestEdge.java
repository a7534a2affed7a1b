package org.meridiandx.order.requests;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.meridiandx.access.Access;
import org.meridiandx.access.AccessRequest;
import org.meridiandx.access.Action;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// From bytes to a command: read, check, find the patient, decide. Everything that needs no transaction.
@ApplicationScoped
class RequestEdge {
    private final ServiceRequestReader reader;
    private final SubjectResolver subjects;
    private final Access access;
    private final AuditTrail audit;

    RequestEdge(ServiceRequestReader reader, SubjectResolver subjects, Access access, AuditTrail audit) {
        this.reader = reader;
        this.subjects = subjects;
        this.access = access;
        this.audit = audit;
    }

    /// FHIR's model is built once, here, and not by the first caller on an event loop.
    void warmUp(@Observes StartupEvent event) {
        FhirJson.parse(FhirJson.encode(new ServiceRequest()));
    }

    /// @return the command; fails with [ProblemException] 400, 403, 422 or 503
    Uni<PlaceRequest> prepare(byte[] body, Caller caller, String requestKey, RequestFacts.Number unlessThere) {
        var request = FhirJson.parse(body, ServiceRequest.class);
        request.setId((String) null);
        request.getMeta().setVersionId(null).setLastUpdated(null);
        var digest = ContentDigest.of(request);
        reader.completeNew(request, caller);
        return subjects.resolve(request)
                .chain(() -> access.require(caller, accessTo(request)))
                .replaceWith(() -> new PlaceRequest(request, digest, caller, requestKey, unlessThere, true));
    }

    /// @return completes when the amended resource is complete and its patient known
    Uni<Void> prepareAmended(String id, ServiceRequest amended) {
        var given = amended.getIdElement().getIdPart();
        if (given != null && !given.equals(id)) {
            throw ProblemException.of(
                    ProblemCode.INVALID_RESOURCE_ID,
                    "The id in the body is not the one in the address.",
                    "ServiceRequest.id");
        }
        reader.completeAmended(amended);
        return subjects.resolve(amended);
    }

    /// @throws ProblemException 403 when the token does not cover the action
    void requireScope(Caller caller, Action action) {
        access.requireScope(caller, action, RequestResource.TYPE);
    }

    Uni<Void> requireChangeable(Caller caller, StoredResource there) {
        return access.require(
                caller,
                AccessRequest.of(Action.UPDATE, RequestResource.TYPE, there.patientId(), there.organisations()));
    }

    /// Before a caller is shown a request that was there already: the decision, and its trace.
    Uni<Void> disclose(Caller caller, StoredResource there) {
        var type = RequestResource.TYPE;
        return access.require(caller, AccessRequest.of(Action.READ, type, there.patientId(), there.organisations()))
                .chain(() -> audit.record(caller, List.of(AuditEntry.read(type, there.id(), there.patientId()))));
    }

    private static AccessRequest accessTo(ServiceRequest request) {
        var facts = RequestFacts.of(request);
        return AccessRequest.of(
                Action.CREATE, "ServiceRequest", facts.patient().patientId(), Set.copyOf(facts.organisations()));
    }
}
