package org.meridiandx.result.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.meridiandx.directory.PatientQuery;
import org.meridiandx.result.filing.OrderLink;
import org.meridiandx.result.matching.PatientMatch;

/// An item with its patient and order.
///
/// @param json with context references rewritten; references to other items as they were sent
/// @param contentHash of what was sent
record Resolved(
        Submission.Item item,
        ObjectNode json,
        PatientQuery query,
        PatientMatch match,
        OrderLink order,
        String contentHash) {

    String type() {
        return item.type();
    }

    @Override
    public String toString() {
        return "Resolved[" + item.place() + "]";
    }
}
