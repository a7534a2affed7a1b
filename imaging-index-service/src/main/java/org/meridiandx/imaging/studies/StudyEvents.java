package org.meridiandx.imaging.studies;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.contracts.events.v1.StudyAvailable;
import org.meridiandx.outbox.OutboundMessage;
import org.meridiandx.outbox.Outbox;
import org.meridiandx.outbox.RegionEvents;

/// Tells the region of studies.
@ApplicationScoped
class StudyEvents {
    private final RegionEvents events;
    private final Outbox outbox;

    StudyEvents(RegionEvents events, Outbox outbox) {
        this.events = events;
        this.outbox = outbox;
    }

    /// Writes what is to be told in the transaction of what it tells.
    Uni<Void> tell(SqlConnection connection, List<OutboundMessage> messages) {
        return outbox.append(connection, messages);
    }

    OutboundMessage available(Study study) {
        var fact = StudyAvailable.newBuilder()
                .setImagingStudyId(study.id())
                .setStudyInstanceUid(study.attributes().studyUid())
                .setAccessionNumber(study.attributes().accessionNumber())
                .setOrderId(study.ownership().orderId())
                .addAllModalities(study.modalities())
                .setSeriesCount(study.seriesCount())
                .setInstanceCount(study.instanceCount())
                .setCustodian(study.ownership().custodian());
        study.attributes().startedAt().ifPresent(time -> fact.setStartedAt(RegionEvents.timestampOf(time)));
        return events.message(
                "imaging", study.ownership().patientId(), Event.newBuilder().setStudyAvailable(fact));
    }
}
