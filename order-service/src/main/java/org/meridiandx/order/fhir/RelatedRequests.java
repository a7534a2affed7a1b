package org.meridiandx.order.fhir;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.fhir.StoredResources;
import org.meridiandx.order.records.RequestFacts;
import org.meridiandx.order.records.RequestLinks;
import org.meridiandx.order.records.Subject;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Sees to it that a request is added to, or replaces, one of the same patient.
///
/// **Hazard:** an add-on test on the sample of somebody else.
@Singleton
class RelatedRequests {
    private static final int MOST_RELATED = 50;
    private final StoredResources stored;

    RelatedRequests(StoredResources stored) {
        this.stored = stored;
    }

    /// @param request its subject resolved
    /// @return fails with [ProblemException] 422; a request that is not kept here is taken at its word
    Uni<Void> requireSamePatient(ServiceRequest request) {
        var ids = RequestLinks.of(request).stream()
                .filter(link -> link.name().equals("based-on") || link.name().equals("replaces"))
                .map(RequestLinks.Link::value)
                .collect(Collectors.toSet());
        if (ids.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        if (ids.size() > MOST_RELATED) {
            throw refused("A request is based on, or replaces, at most " + MOST_RELATED + " others.");
        }
        return stored.findThese(RequestSearches.SERVICE_REQUEST, ids)
                .invoke(found -> found.forEach(other -> requireSamePatient(request, other)))
                .replaceWithVoid();
    }

    private static void requireSamePatient(ServiceRequest request, StoredResource other) {
        var isSame = other.patientId().equals(RequestFacts.of(request).patient().patientId())
                // Its row may not have followed a merge yet.
                || Subject.standingOf(request)
                        .filter(standing -> other.patientId().equals(standing.recordedPatientId()))
                        .isPresent();
        if (!other.patientId().isEmpty() && !isSame) {
            throw refused("A request that this one is based on or replaces is about another patient. Check both.");
        }
    }

    private static ProblemException refused(String detail) {
        return ProblemException.of(
                ProblemCode.BUSINESS_RULE, detail, "ServiceRequest.basedOn", "ServiceRequest.replaces");
    }
}
