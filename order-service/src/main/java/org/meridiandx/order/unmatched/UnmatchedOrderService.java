package org.meridiandx.order.unmatched;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.meridiandx.directory.PatientAnswer;
import org.meridiandx.directory.PatientDirectoryClient;
import org.meridiandx.directory.PatientQuery;
import org.meridiandx.directory.Standing;
import org.meridiandx.order.records.Subject;
import org.meridiandx.order.requests.RequestService;

/// Keeps the queue of unmatched orders, and empties it as patients become known.
@ApplicationScoped
public class UnmatchedOrderService {
    private final UnmatchedOrderRepository queue;
    private final PatientDirectoryClient patients;
    private final Settling settling;
    private final RematchConfig config;

    UnmatchedOrderService(
            UnmatchedOrderRepository queue, PatientDirectoryClient patients, Settling settling, RematchConfig config) {
        this.queue = queue;
        this.patients = patients;
        this.settling = settling;
        this.config = config;
    }

    /// Adds a work item in the caller's transaction.
    @WithTransaction
    public Uni<Void> add(UnmatchedOrder order) {
        return Panache.getSession().chain(session -> queue.add(session, order));
    }

    /// The queue as people see it, oldest first.
    ///
    /// @param organisation ODS code of the sender; empty for all
    public Uni<List<UnmatchedOrder>> waiting(String organisation, int limit) {
        return queue.waiting(organisation, limit);
    }

    /// Tries those again that have waited longest, and takes off what has a performer by now.
    @Scheduled(
            every = "${meridian.orders.rematch-interval}",
            delayed = "5s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> retryOldest() {
        return queue.settleGiven()
                .chain(() -> queue.due("", config.rematchBatch()))
                .chain(this::retryAll);
    }

    /// Tries the orders of a patient who has just been registered or changed.
    public Uni<Void> retryOf(String patientId) {
        return patients.find(PatientQuery.ofId(patientId))
                .map(PatientAnswer::reached)
                .chain(found -> found instanceof PatientAnswer.Found known
                                && !known.nhsNumber().isEmpty()
                        ? queue.due(known.nhsNumber(), config.rematchBatch())
                        : Uni.createFrom().item(List.<UnmatchedOrder>of()))
                .chain(this::retryAll);
    }

    private Uni<Void> retryAll(List<UnmatchedOrder> due) {
        return Multi.createFrom()
                .iterable(due)
                .onItem()
                .transformToUniAndConcatenate(this::retry)
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private Uni<Void> retry(UnmatchedOrder order) {
        return patients.find(order.patient())
                .map(PatientAnswer::reached)
                .chain(found -> found instanceof PatientAnswer.Found known
                        ? settling.settle(order, Subject.standingOf(known))
                        : Uni.createFrom().voidItem());
    }

    /// One order, one transaction. A bean of its own, because a transaction begins at a bean's
    /// border.
    @ApplicationScoped
    static class Settling {
        private final UnmatchedOrderRepository queue;
        private final RequestService requests;

        Settling(UnmatchedOrderRepository queue, RequestService requests) {
            this.queue = queue;
            this.requests = requests;
        }

        Uni<Void> settle(UnmatchedOrder order, Standing patient) {
            return requests.assignPatient(order.orderId(), patient, session -> queue.settle(session, order.id()));
        }
    }
}
