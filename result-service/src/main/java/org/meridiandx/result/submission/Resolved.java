package org.meridiandx.result.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.meridiandx.directory.PatientQuery;
import org.meridiandx.directory.standing.KeptStandings;
import org.meridiandx.fhir.IdentifierQuery;
import org.meridiandx.result.filing.OrderLink;
import org.meridiandx.result.matching.PatientMatch;
import org.meridiandx.result.record.entries.EntryKey;
import org.meridiandx.result.record.types.RecordType;
import org.meridiandx.result.resources.ResourceColumns;

/// An item with its patient and order.
///
/// @param json with context references rewritten; references to other items as they were sent
/// @param contentHash of what was sent
/// @param condition of `If-None-Exist`
record Resolved(
        Submission.Item item,
        ObjectNode json,
        PatientQuery query,
        PatientMatch match,
        OrderLink order,
        String contentHash,
        Optional<IdentifierQuery> condition) {

    /// The same with the patient in force.
    Resolved in(KeptStandings standings) {
        return new Resolved(item, json, query, match.in(standings), order, contentHash, condition);
    }

    /// What it is known by as an entry of the shared record; empty where it is none.
    ///
    /// @param source ODS code of who submits it
    Optional<EntryKey> entryKey(String source) {
        return RecordType.named(type())
                .map(type -> EntryKey.of(type, source, item.json(), match.patient(), contentHash));
    }

    /// ODS codes that the resource and its order name. Nobody gets a right to write to a shared record by naming
    /// themselves in what they write.
    Set<String> organisations() {
        if (item.isOfRecord()) {
            return Set.of();
        }
        var codes = new HashSet<>(ResourceColumns.organisations(json));
        codes.add(order.requester());
        codes.add(order.performer());
        codes.remove("");
        return codes;
    }

    String type() {
        return item.type();
    }

    @Override
    public String toString() {
        return "Resolved[" + item.place() + "]";
    }
}
