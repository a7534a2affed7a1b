package org.meridiandx.order.requests;

import jakarta.inject.Singleton;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.contracts.events.v1.Code;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.contracts.events.v1.OrderChanged;
import org.meridiandx.contracts.events.v1.OrderCompleted;
import org.meridiandx.contracts.events.v1.OrderPlaced;
import org.meridiandx.contracts.events.v1.OrderRef;
import org.meridiandx.order.records.OrderLabels;
import org.meridiandx.order.records.RequestFacts;
import org.meridiandx.outbox.OutboundMessage;
import org.meridiandx.outbox.Outbox;
import org.meridiandx.outbox.RegionEvents;

/// Tells the others what happened to a request: ids, codes and numbers only.
@Singleton
class RequestEvents {
    private static final String TOPIC = "orders";
    private final RegionEvents events;
    private final AuditTrail audit;
    private final Outbox outbox;

    RequestEvents(RegionEvents events, AuditTrail audit, Outbox outbox) {
        this.events = events;
        this.audit = audit;
        this.outbox = outbox;
    }

    OutboundMessage placed(RequestEntity request) {
        var placed = OrderPlaced.newBuilder().setOrder(refOf(request)).setPriority(request.priority);
        return events.message(TOPIC, request.patientId(), Event.newBuilder().setOrderPlaced(placed));
    }

    /// @param reason of the present status; told where it is coded, because a text may name somebody
    OutboundMessage changed(
            RequestEntity request, String previousStatus, org.hl7.fhir.r4.model.CodeableConcept reason) {
        var changed = OrderChanged.newBuilder()
                .setOrder(refOf(request))
                .setStatus(request.status)
                .setPreviousStatus(previousStatus);
        reason.getCoding().stream()
                .filter(coding -> coding.hasCode() && !request.status.equals(previousStatus))
                .findFirst()
                .ifPresent(coding -> changed.setReason(Code.newBuilder()
                        .setSystem(coding.hasSystem() ? coding.getSystem() : "")
                        .setCode(coding.getCode())));
        return events.message(TOPIC, request.patientId(), Event.newBuilder().setOrderChanged(changed));
    }

    /// The patient in force is another one now; the key is theirs, and the parties have to do with
    /// them.
    OutboundMessage moved(ServiceRequest request) {
        var facts = RequestFacts.of(request);
        var numbers = facts.numbers();
        var order = OrderRef.newBuilder()
                .addAllSecurityLabels(OrderLabels.of(request))
                .setOrderId(request.getIdElement().getIdPart())
                .setRequisition(numbers.requisition().value())
                .setPlacerNumber(numbers.placer().value())
                .setFillerNumber(numbers.filler())
                .setAccessionNumber(numbers.accession())
                .setCategory(facts.category())
                .setCode(Code.newBuilder()
                        .setSystem(facts.code().system())
                        .setCode(facts.code().code()))
                .setRequester(facts.requester())
                .setPerformer(facts.performer());
        var changed = OrderChanged.newBuilder()
                .setOrder(order)
                .setStatus(facts.status())
                .setPreviousStatus(facts.status());
        return events.message(
                TOPIC, facts.patient().patientId(), Event.newBuilder().setOrderChanged(changed));
    }

    OutboundMessage completed(RequestEntity request, String reportId) {
        var completed = OrderCompleted.newBuilder().setOrder(refOf(request)).setReportId(reportId);
        return events.message(TOPIC, request.patientId(), Event.newBuilder().setOrderCompleted(completed));
    }

    /// Writes what is to be told in the transaction of what it tells.
    io.smallrye.mutiny.Uni<Void> tell(
            org.hibernate.reactive.mutiny.Mutiny.Session session, java.util.List<OutboundMessage> messages) {
        return outbox.append(session, messages);
    }

    OutboundMessage audited(Caller caller, AuditEntry entry) {
        return audit.message(caller, entry);
    }

    static OrderRef refOf(RequestEntity request) {
        return OrderRef.newBuilder()
                .addAllSecurityLabels(OrderLabels.of(request.toStoredResource().content()))
                .setOrderId(request.id())
                .setRequisition(textOf(request.requisition))
                .setPlacerNumber(request.placerNumber)
                .setFillerNumber(textOf(request.fillerNumber))
                .setAccessionNumber(textOf(request.accessionNumber))
                .setCategory(request.category)
                .setCode(Code.newBuilder().setSystem(request.codeSystem).setCode(request.code))
                .setRequester(request.requester)
                .setPerformer(request.performer)
                .build();
    }

    private static String textOf(@org.jspecify.annotations.Nullable String column) {
        return column == null ? "" : column;
    }
}
