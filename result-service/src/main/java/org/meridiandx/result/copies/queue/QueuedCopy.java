package org.meridiandx.result.copies.queue;

import java.time.Instant;

/// A copy that is to be sent now.
///
/// @param controlId MSH-10
/// @param version of the report that it is of
/// @param ground why the recipient is to have it: `copy-to` or `requester`
/// @param attempts that failed
/// @param isHanded whether it was handed over and waits to be acknowledged
/// @param isCorrection whether the recipient has an earlier version, or may have it
record QueuedCopy(
        long seq,
        String controlId,
        String reportId,
        int version,
        String ground,
        int attempts,
        boolean isHanded,
        boolean isCorrection,
        Instant createdAt) {
    @Override
    public String toString() {
        return "QueuedCopy[" + seq + "]";
    }
}
