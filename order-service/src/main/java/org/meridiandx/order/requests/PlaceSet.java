package org.meridiandx.order.requests;

import java.util.List;
import org.hl7.fhir.r4.model.RequestGroup;
import org.meridiandx.access.Caller;
import org.meridiandx.order.records.RequestFacts;

/// Place these requests together, or none of them.
///
/// @param group their envelope, whose actions are those of the members in order; owned by the command
/// @param members each checked and complete, all for one patient and with the group's requisition
/// @param contentDigest SHA-256 of what was sent, to tell a repeat from another set
/// @param caller who places it
public record PlaceSet(RequestGroup group, List<PlaceRequest> members, String contentDigest, Caller caller) {
    public PlaceSet {
        members = List.copyOf(members);
    }

    RequestFacts.Number requisition() {
        return RequestFacts.numberOf(group.getGroupIdentifier());
    }

    @Override
    public String toString() {
        return "PlaceSet[" + members.size() + " members]";
    }
}
