package org.meridiandx.identity.adt.worklist;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// A message that somebody has to look at.
///
/// @param kind why, as a slug: `birth-date-differs`, `merge-unregistered`, ...
/// @param status `open`, `applied`, `done` or `dismissed`
/// @param patientIds whom it may be about
record WorkItem(UUID id, String kind, String status, List<String> patientIds, Instant createdAt, Message message) {
    WorkItem {
        patientIds = List.copyOf(patientIds);
    }

    /// Where it came from.
    ///
    /// @param type as MSH-9
    /// @param controlId MSH-10
    record Message(UUID id, String sender, String type, String controlId, Instant receivedAt) {}
}
