package org.meridiandx.result.copies.queue;

import org.meridiandx.access.AuditEntry;
import org.meridiandx.result.copies.wire.OutgoingReport;

/// What is to become of a copy, as it is decided when it is to be sent.
sealed interface CopyDisclosure {
    /// It may be sent.
    ///
    /// @param trace what is written down before it is
    record Shown(OutgoingReport report, AuditEntry trace) implements CopyDisclosure {}

    /// The recipient may not know it.
    ///
    /// @param trace what is written down of that
    record Withheld(String reason, AuditEntry trace) implements CopyDisclosure {}

    /// It is not what stands any more: a later version is in the queue, or its patient is not known
    /// now.
    record Overtaken() implements CopyDisclosure {}
}
