package org.meridiandx.order.progress;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.meridiandx.order.progress.ProgressService.Effect;
import org.meridiandx.order.requests.RequestService;
import org.meridiandx.outbox.Inbox;

/// Writes what a fact does to its order, in one transaction with the memory that it was done. A bean
/// of its own, because a transaction begins at a bean's border.
@ApplicationScoped
class FulfilmentService {
    private final RequestService requests;
    private final Inbox inbox;
    private final WaitingFactRepository waiting;

    FulfilmentService(RequestService requests, Inbox inbox, WaitingFactRepository waiting) {
        this.requests = requests;
        this.inbox = inbox;
        this.waiting = waiting;
    }

    @WithTransaction
    Uni<Effect> apply(OrderFact fact, String orderId) {
        return Panache.getSession()
                .chain(session -> inbox.accept(session, fact.topic(), fact.eventId())
                        .chain(isFirst -> isFirst
                                ? applyFirst(fact, orderId)
                                : Uni.createFrom().item(Effect.REPEATED))
                        .call(() -> waiting.settle(session, fact)));
    }

    /// The labels come first: what the fact does is told with them.
    private Uni<Effect> applyFirst(OrderFact fact, String orderId) {
        return requests.label(orderId, fact.labels()).chain(() -> applyKind(fact, orderId));
    }

    private Uni<Effect> applyKind(OrderFact fact, String orderId) {
        return switch (fact.kind()) {
            case STUDY ->
                requests.imagesAvailable(orderId, fact.subjectId())
                        .map(isNew -> isNew ? Effect.APPLIED : Effect.REPEATED);
            case REPORT -> requests.complete(orderId, fact.subjectId()).map(FulfilmentService::effectOf);
            case LABELS -> Uni.createFrom().item(Effect.APPLIED);
        };
    }

    /// Gives the labels of a fact to all of several orders that it may be about: too many closed is the safe
    /// side, and who is named on an order sees it as before.
    @WithTransaction
    Uni<Void> label(OrderFact fact, List<String> orderIds) {
        return Multi.createFrom()
                .iterable(orderIds)
                .onItem()
                .transformToUniAndConcatenate(orderId -> requests.label(orderId, fact.labels()))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static Effect effectOf(RequestService.Completion completion) {
        return switch (completion) {
            case COMPLETED -> Effect.APPLIED;
            case COMPLETED_BEFORE -> Effect.REPEATED;
            case CLOSED -> Effect.CLOSED_ORDER;
        };
    }
}
