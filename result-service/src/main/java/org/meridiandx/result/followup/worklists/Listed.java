package org.meridiandx.result.followup.worklists;

import java.util.Set;
import org.meridiandx.access.AccessRequest;
import org.meridiandx.access.Action;
import org.meridiandx.result.followup.loops.Loop;

/// One line of a work list.
///
/// @param code of the report, as `system|code`
/// @param organisations that the report names: the decision whom to show it to goes by them
public record Listed(Loop loop, String code, Set<String> organisations) {
    public Listed {
        organisations = Set.copyOf(organisations);
    }

    /// Decided as the report itself.
    AccessRequest question() {
        return AccessRequest.of(Action.SEARCH, "DiagnosticReport", loop.patientId(), organisations)
                .labelled(loop.report().labels());
    }

    @Override
    public String toString() {
        return "Listed[" + loop.reportId() + "]";
    }
}
