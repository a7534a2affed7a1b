package org.meridiandx.order.groups.rules;

import java.util.Collection;
import java.util.Set;

/// The status of a set of requests, which follows those of its members.
///
/// **Source:** FHIR R4 request-status.
public final class GroupStatus {
    private GroupStatus() {}

    /// Work is to be done while it is for one member; else the set is completed by any report, and only
    /// what was cancelled or withdrawn altogether is called so.
    ///
    /// @param members FHIR request-status codes, at least one
    public static String of(Collection<String> members) {
        var present = Set.copyOf(members);
        if (present.contains("active")) {
            return "active";
        }
        if (present.contains("on-hold")) {
            return "on-hold";
        }
        if (present.contains("draft")) {
            return "draft";
        }
        if (present.contains("completed")) {
            return "completed";
        }
        return present.contains("revoked") ? "revoked" : "entered-in-error";
    }
}
