package org.meridiandx.result.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import org.meridiandx.access.Access;
import org.meridiandx.access.AccessDecision;
import org.meridiandx.access.Action;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.fhir.StoredResources;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.record.types.RecordType;
import org.meridiandx.result.resources.ResourceTree;

/// Brings an entry of the record up to date: its source does, nobody else, and never to another patient.
@ApplicationScoped
public class RecordUpdateService {
    private final StoredResources stored;
    private final Access access;
    private final EntryChanges changes;

    RecordUpdateService(StoredResources stored, Access access, EntryChanges changes) {
        this.stored = stored;
        this.access = access;
        this.changes = changes;
    }

    /// @param version that the caller has read
    /// @param body the whole resource
    @SuppressWarnings("ArrayRecordComponent")
    record Change(RecordType type, String id, int version, byte[] body) {
        @Override
        public String toString() {
            return "Change[" + type + "/" + id + "]";
        }
    }

    /// @return 200 with the resource as it stands now; fails with 400, 403, 404, 409, 422 or 503
    Uni<Response> update(Caller caller, Change change) {
        var type = change.type();
        access.requireScope(caller, Action.UPDATE, type.fhirName());
        var json = read(change);
        return stored.find(type.definition(), change.id())
                .map(found -> found.orElseThrow(() -> notFound(type)))
                .chain(found -> access.permit(caller, found.question(Action.UPDATE, type.fhirName()))
                        .invoke(() -> requireSource(caller, found))
                        .chain(decision -> changes.file(caller, change, json)
                                .chain(() -> stored.find(type.definition(), change.id()))
                                .map(now -> respond(type, now.orElseThrow(() -> notFound(type)), decision))));
    }

    private static ObjectNode read(Change change) {
        var faults = change.type().faults(change.body());
        if (!faults.isEmpty()) {
            throw new ProblemException(faults);
        }
        var json = ResourceTree.parse(change.body());
        if (!json.path("id").asText(change.id()).equals(change.id())) {
            throw ProblemException.of(
                    ProblemCode.INVALID_VALUE,
                    "The id of the resource is not that of the address.",
                    change.type().fhirName() + ".id");
        }
        return json;
    }

    private static void requireSource(Caller caller, StoredResource found) {
        if (!found.organisations().contains(caller.organisation())
                && !caller.role().equals("loader")) {
            throw ProblemException.of(
                    ProblemCode.ACCESS_DENIED,
                    "Only the organisation that recorded an entry changes it. Record what you know as an entry of your"
                            + " own.");
        }
    }

    private static Response respond(RecordType type, StoredResource now, AccessDecision decision) {
        return FhirResponses.stored(type.fhirName(), now.shownBy(decision));
    }

    private static ProblemException notFound(RecordType type) {
        return ProblemException.of(ProblemCode.NOT_FOUND, "There is no " + type.fhirName() + " with this id here.");
    }
}
