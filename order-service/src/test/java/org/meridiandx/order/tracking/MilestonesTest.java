package org.meridiandx.order.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.meridiandx.order.records.StatusReason;

class MilestonesTest {
    private static final Instant MORNING = Instant.parse("2026-03-12T09:00:00Z");

    private static Date at(int minute) {
        return Date.from(MORNING.plusSeconds(60L * minute));
    }

    private static ServiceRequest request(int minute, String status, String reason) {
        var request = new ServiceRequest();
        request.getMeta().setLastUpdated(at(minute));
        request.setStatus(ServiceRequest.ServiceRequestStatus.fromCode(status));
        request.setRequester(new Reference().setDisplay("Larkfield Surgery"));
        request.setAuthoredOn(at(-5));
        StatusReason.set(request, new CodeableConcept().setText(reason));
        return request;
    }

    private static Task task(int minute, String status, String businessStatus) {
        var task = new Task();
        task.setId("task-1");
        task.getMeta().setLastUpdated(at(minute));
        task.setStatus(Task.TaskStatus.fromCode(status));
        task.setBusinessStatus(new CodeableConcept().setText(businessStatus));
        task.setOwner(new Reference().setDisplay("St Aldhelm's"));
        return task;
    }

    private static List<String> told(DomainResource... versions) {
        return Milestones.of(List.of(versions)).stream()
                .map(one -> one.kind().code() + "|" + one.who() + "|" + one.words())
                .toList();
    }

    @Test
    void shouldTellTheWholeWayOfASample() {
        assertThat(told(
                        request(0, "active", null),
                        task(0, "requested", null),
                        task(1, "accepted", null),
                        task(2, "in-progress", "Specimen received"),
                        request(3, "on-hold", "waits for a second sample"),
                        task(3, "on-hold", "Specimen received"),
                        request(4, "active", null),
                        task(4, "in-progress", "Specimen received"),
                        task(5, "in-progress", "second reading"),
                        request(6, "completed", null),
                        task(6, "completed", "second reading")))
                .containsExactly(
                        "requested|Larkfield Surgery|",
                        "accepted|St Aldhelm's|",
                        "sample-received|St Aldhelm's|",
                        "held||waits for a second sample",
                        "resumed||",
                        "news|St Aldhelm's|second reading",
                        "report-ready||");
    }

    @Test
    void shouldTellOfImagesRejectionCancellationAndWithdrawal() {
        assertThat(told(
                        request(0, "active", null),
                        task(1, "in-progress", null),
                        task(2, "in-progress", "images available"),
                        task(3, "rejected", "images available"),
                        request(4, "revoked", "asked twice"),
                        request(5, "entered-in-error", null)))
                .containsExactly(
                        "requested|Larkfield Surgery|",
                        "started|St Aldhelm's|",
                        "images-taken||",
                        "declined|St Aldhelm's|",
                        "cancelled||asked twice",
                        "withdrawn||");
    }

    @Test
    void shouldTellNothingOfADraftAndTheTimeOfAskingOfWhatWasSent() {
        // When
        var draft = Milestones.of(List.of(request(0, "draft", null)));
        var sent = Milestones.of(List.of(request(0, "draft", null), request(1, "active", null)));

        // Then
        assertThat(draft).isEmpty();
        assertThat(sent.getFirst().at()).isEqualTo(at(-5).toInstant());
        assertThat(sent.getFirst()).hasToString("Milestone[REQUESTED]");
    }
}
