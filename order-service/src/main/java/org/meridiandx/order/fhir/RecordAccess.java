package org.meridiandx.order.fhir;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.meridiandx.access.Access;
import org.meridiandx.access.AccessDecision;
import org.meridiandx.access.Action;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.SearchDefinition;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.fhir.StoredResources;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Who may see and change a stored request or task, decided on the record as it stands.
@ApplicationScoped
public class RecordAccess {
    private final StoredResources stored;
    private final Access access;
    private final AuditTrail audit;

    RecordAccess(StoredResources stored, Access access, AuditTrail audit) {
        this.stored = stored;
        this.access = access;
        this.audit = audit;
    }

    /// @throws ProblemException 403 when the token does not cover the action
    public void requireScope(Caller who, Action action, String type) {
        access.requireScope(who, action, type);
    }

    /// A relationship with the patient is enough to read a record, but only its parties may change it.
    ///
    /// @param type what is to be changed or made
    /// @param there the type of the record that decides
    /// @return that record; fails with [ProblemException] 403 or 404
    Uni<StoredResource> requireParty(Caller who, Action action, String type, SearchDefinition there, String id) {
        return find(there, id)
                .call(record -> access.require(who, record.question(action, type)))
                .invoke(record -> requireParty(who, record));
    }

    private static void requireParty(Caller who, StoredResource record) {
        if (!record.organisations().contains(who.organisation()) && !who.role().equals("loader")) {
            throw ProblemException.of(
                    ProblemCode.ACCESS_DENIED,
                    "Only the organisations that ask and perform may change it. Ask one of them to.");
        }
    }

    /// Before a caller is shown a record that was there already: the decision, and its trace.
    ///
    /// @return the decision, which says how it may be shown
    public Uni<AccessDecision> disclose(Caller who, String type, StoredResource record) {
        return access.permit(who, record.question(Action.READ, type))
                .call(() -> audit.record(who, List.of(AuditEntry.read(type, record.id(), record.patientId()))));
    }

    /// @return fails with [ProblemException] 404 where there is none
    public Uni<StoredResource> find(SearchDefinition type, String id) {
        return stored.find(type, id).map(found -> found.orElseThrow(RecordAccess::missing));
    }

    static ProblemException missing() {
        return ProblemException.of(ProblemCode.NOT_FOUND, "There is no such record here.");
    }
}
