package org.meridiandx.imaging.studies;

import jakarta.enterprise.context.ApplicationScoped;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.contracts.events.v1.StudyAvailable;
import org.meridiandx.outbox.OutboundMessage;
import org.meridiandx.outbox.RegionEvents;

/// Tells the region of studies.
@ApplicationScoped
class StudyEvents {
    private final RegionEvents events;

    StudyEvents(RegionEvents events) {
        this.events = events;
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
