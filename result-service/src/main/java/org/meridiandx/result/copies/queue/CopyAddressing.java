package org.meridiandx.result.copies.queue;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashSet;
import org.jboss.logging.Logger;
import org.meridiandx.directory.OrderAnswer;
import org.meridiandx.directory.OrderDirectoryClient;
import org.meridiandx.directory.OrderQuery;

/// Finds who is to have copies of a report: whom its order names, whom the report itself names, and
/// who has an earlier version of it.
///
/// With order-service away, or older than copies, reports wait: no copy is lost.
@ApplicationScoped
class CopyAddressing {
    private static final Logger LOG = Logger.getLogger(CopyAddressing.class);
    private static final int BATCH = 100;
    private static final Duration WHILE_AWAY = Duration.ofSeconds(2);
    private final DueRepository due;
    private final OrderDirectoryClient orders;

    CopyAddressing(DueRepository due, OrderDirectoryClient orders) {
        this.due = due;
        this.orders = orders;
    }

    @Scheduled(
            identity = "copies-address",
            every = "{meridian.copies.interval}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> address() {
        return due.claim(BATCH)
                .onItem()
                .transformToMulti(found -> Multi.createFrom().iterable(found))
                .onItem()
                .transformToUniAndConcatenate(this::address)
                .collect()
                .asList()
                .replaceWithVoid()
                .onFailure()
                .recoverWithUni(away -> waiting(away));
    }

    private static Uni<Void> waiting(Throwable away) {
        LOG.warnf(
                "recipients of copies are looked for later: %s", away.getClass().getSimpleName());
        return Uni.createFrom().voidItem();
    }

    private Uni<Void> address(DueReport report) {
        if (report.orderId().isEmpty()) {
            return due.queue(report, report.copies(), "");
        }
        return orders.find(OrderQuery.ofId(report.orderId())).chain(answer -> switch (answer) {
            case OrderAnswer.Found found -> queue(report, found);
            case OrderAnswer.Unreachable ignored -> due.later(report, WHILE_AWAY);
            case OrderAnswer.Unknown ignored -> due.queue(report, report.copies(), "");
            case OrderAnswer.Ambiguous ignored -> due.queue(report, report.copies(), "");
        });
    }

    private Uni<Void> queue(DueReport report, OrderAnswer.Found found) {
        if (!found.order().getCopiesTold()) {
            return due.later(report, WHILE_AWAY);
        }
        var copies = new HashSet<>(report.copies());
        copies.addAll(found.order().getCopyToList());
        return due.queue(report, copies, found.order().getRequester());
    }
}
