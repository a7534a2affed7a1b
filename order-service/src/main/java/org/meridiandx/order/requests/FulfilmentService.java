package org.meridiandx.order.requests;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;
import org.meridiandx.access.Caller;
import org.meridiandx.access.Scopes;
import org.meridiandx.order.requests.ProgressService.Effect;
import org.meridiandx.order.requests.rules.RequestStatus;
import org.meridiandx.outbox.Inbox;

/// Writes what a fact does to its order, in one transaction with the memory that it was done. A bean
/// of its own, because a transaction begins at a bean's border.
@ApplicationScoped
class FulfilmentService {
    static final Caller REGION = new Caller(
            "order-service", "", "system", Optional.empty(), Optional.empty(), "direct-care", new Scopes(List.of()));
    private final RequestRepository requests;
    private final RequestWriter writer;
    private final TaskWriter tasks;
    private final Inbox inbox;
    private final WaitingFactRepository waiting;

    FulfilmentService(
            RequestRepository requests,
            RequestWriter writer,
            TaskWriter tasks,
            Inbox inbox,
            WaitingFactRepository waiting) {
        this.requests = requests;
        this.writer = writer;
        this.tasks = tasks;
        this.inbox = inbox;
        this.waiting = waiting;
    }

    @WithTransaction
    Uni<Effect> apply(OrderFact fact, String orderId) {
        return Panache.getSession()
                .chain(session -> inbox.accept(session, fact.topic(), fact.eventId())
                        .chain(isFirst -> isFirst
                                ? applyFirst(session, fact, orderId)
                                : Uni.createFrom().item(Effect.REPEATED))
                        .call(() -> waiting.settle(session, fact)));
    }

    private Uni<Effect> applyFirst(Mutiny.Session session, OrderFact fact, String orderId) {
        return requests.findToChange(orderId).chain(found -> switch (fact.kind()) {
            case STUDY ->
                tasks.imagesAvailable(found.orElseThrow(), fact.subjectId())
                        .map(isNew -> isNew ? Effect.APPLIED : Effect.REPEATED);
            case REPORT -> complete(session, found.orElseThrow(), fact.subjectId());
        });
    }

    private Uni<Effect> complete(Mutiny.Session session, RequestEntity entity, String reportId) {
        if (entity.status.equals("completed")) {
            return tasks.complete(entity, reportId).replaceWith(Effect.REPEATED);
        }
        var next = RequestStatus.of(entity.status).flatMap(current -> current.to("completed"));
        if (next.isEmpty()) {
            return Uni.createFrom().item(Effect.CLOSED_ORDER);
        }
        var request = entity.toServiceRequest();
        request.setStatus(ServiceRequestStatus.COMPLETED);
        var change = new RequestWriter.Change(REGION, "complete", new CodeableConcept(), reportId);
        return writer.update(session, entity, request, change).replaceWith(Effect.APPLIED);
    }
}
