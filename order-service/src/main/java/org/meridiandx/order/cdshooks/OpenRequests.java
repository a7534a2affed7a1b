package org.meridiandx.order.cdshooks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.SearchDefinition;
import org.meridiandx.fhir.StoredResources;
import org.meridiandx.order.cdshooks.calls.HookJson;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// The open requests of a patient, as far as the caller may see them: decided, hidden and audited
/// as any other search.
@ApplicationScoped
class OpenRequests {
    static final int MOST = 50;
    static final String AWAY = "The region's open requests were not looked at: they cannot be searched at the moment.";
    private static final String CLOSED =
            "The region's open requests were not looked at: you may not search those of this"
                    + " patient. Check your relationship with the patient.";
    private static final String OF_SCOPE = "The region's open requests were not looked at: this client may not search"
            + " requests. Ask for system/ServiceRequest.rs.";
    private static final String MASKED =
            "The region's open requests are shown to you masked in part, so that nobody can say"
                    + " whether one of them asks for the same.";
    private static final String SUBSETTED = "SUBSETTED";
    private static final SearchDefinition REQUESTS = SearchDefinition.of("ServiceRequest", "service_request")
            .reference("patient", "patient_id", "Patient")
            .token("status", "status")
            .dateTime("authored", "authored_on")
            .followingMerges()
            .build();

    private final StoredResources stored;

    OpenRequests(StoredResources stored) {
        this.stored = stored;
    }

    /// @param requests the latest first, at most [#MOST]; a masked one has no code
    /// @param unchecked why they could not be looked at
    record Found(List<ObjectNode> requests, Optional<String> unchecked) {
        static final Found NONE = new Found(List.of(), Optional.empty());

        Found {
            requests = List.copyOf(requests);
        }

        /// What of them was not looked at, in words: all of them, or what the masked ones ask for.
        Optional<String> gap() {
            return unchecked.or(
                    () -> requests.stream().anyMatch(Found::isMasked) ? Optional.of(MASKED) : Optional.empty());
        }

        private static boolean isMasked(ObjectNode request) {
            return request.at("/meta/tag").findValuesAsText("code").contains(SUBSETTED);
        }

        @Override
        public String toString() {
            return "Found[" + requests.size() + "]";
        }
    }

    /// Never fails for want of a right or of an answer: [Found#unchecked] says so.
    Uni<Found> of(Caller caller, String patientId) {
        var query = new MultivaluedHashMap<String, String>();
        query.add("patient", "Patient/" + patientId);
        query.add("status", "active,on-hold");
        query.add("_sort", "-_lastUpdated");
        query.add("_count", String.valueOf(MOST));
        return stored.search(caller, REQUESTS, query)
                .map(found -> found(HookJson.object(((Buffer) found.getEntity()).getBytes())))
                .onFailure(ProblemException.class)
                .recoverWithItem(refused -> new Found(
                        List.of(),
                        Optional.of(
                                reason(((ProblemException) refused).problem().code()))));
    }

    private static Found found(ObjectNode bundle) {
        var open = new ArrayList<ObjectNode>();
        bundle.path("entry").forEach(entry -> {
            if (entry.path("resource") instanceof ObjectNode resource) {
                open.add(resource);
            }
        });
        return new Found(open, Optional.empty());
    }

    private static String reason(ProblemCode code) {
        return switch (code) {
            case ACCESS_DENIED -> CLOSED;
            case INSUFFICIENT_SCOPE -> OF_SCOPE;
            default -> AWAY;
        };
    }
}
