package org.meridiandx.result.filing;

import java.util.List;
import org.meridiandx.outbox.OutboundMessage;

/// What one transaction files together.
///
/// @param messages further messages that commit with it, such as the audit entry
public record Filing(
        List<ReportVersion> reports,
        List<ObservationVersion> observations,
        List<SpecimenVersion> specimens,
        List<OutboundMessage> messages) {
    public Filing {
        reports = List.copyOf(reports);
        observations = List.copyOf(observations);
        specimens = List.copyOf(specimens);
        messages = List.copyOf(messages);
    }

    public boolean isEmpty() {
        return reports.isEmpty() && observations.isEmpty() && specimens.isEmpty();
    }
}
