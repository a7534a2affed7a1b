package org.meridiandx.result.copies.queue;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.result.copies.outlet.CopyConfig;
import org.meridiandx.result.copies.outlet.Outlet.Sent;
import org.meridiandx.result.copies.queue.EndpointRepository.Lease;

/// Notes what became of a copy, in the queue, the audit and the metrics.
@ApplicationScoped
class CopyEffects {
    private static final Logger LOG = Logger.getLogger(CopyEffects.class);
    /// What is our own fault is over sooner than what is a recipient's.
    private static final Duration LONGEST_OWN = Duration.ofSeconds(30);

    private final EndpointRepository endpoints;
    private final CopyQueueRepository queue;
    private final AuditTrail audit;
    private final CopyMetrics metrics;
    private final CopyConfig config;

    CopyEffects(
            EndpointRepository endpoints,
            CopyQueueRepository queue,
            AuditTrail audit,
            CopyMetrics metrics,
            CopyConfig config) {
        this.endpoints = endpoints;
        this.queue = queue;
        this.audit = audit;
        this.metrics = metrics;
        this.config = config;
    }

    /// @return fails where the trace cannot be kept: then nothing is to be sent
    Uni<Void> traced(CopyEndpoint endpoint, AuditEntry entry) {
        return audit.record(endpoint.caller(), List.of(entry));
    }

    Uni<Void> unreachable(Lease lease, CopyEndpoint endpoint) {
        metrics.failed();
        LOG.warnf("recipient %s cannot be reached", lease.ods());
        return endpoints.release(lease, config.pauseAfter(endpoint.failures() + 1), "cannot be reached");
    }

    Uni<Void> withheld(CopyEndpoint endpoint, QueuedCopy copy, CopyDisclosure.Withheld withheld) {
        metrics.withheld();
        return traced(endpoint, withheld.trace()).chain(() -> queue.settle(copy, "withheld", withheld.reason()));
    }

    /// Something of ours failed: others' copies go first meanwhile.
    Uni<Void> ourFault(QueuedCopy copy, Throwable away) {
        var pause = config.pauseAfter(copy.attempts() + 1);
        var cause = "our own fault: " + away.getClass().getSimpleName();
        return queue.again(copy, pause.compareTo(LONGEST_OWN) > 0 ? LONGEST_OWN : pause, cause);
    }

    Uni<Void> of(CopyEndpoint endpoint, QueuedCopy copy, Sent sent) {
        return switch (sent) {
            case Sent.Taken ignored -> {
                metrics.sent();
                yield queue.settle(copy, "sent", "");
            }
            case Sent.Handed ignored -> queue.handed(copy, config.pauseAfter(copy.attempts() + 1));
            case Sent.Later later -> {
                metrics.failed();
                LOG.infof("copy %d for %s is tried again: %s", copy.seq(), endpoint.ods(), later.cause());
                yield queue.again(copy, config.pauseAfter(copy.attempts() + 1), later.cause());
            }
            case Sent.Refused refused -> {
                metrics.refused();
                LOG.warnf("recipient %s refuses copy %d: %s", endpoint.ods(), copy.seq(), refused.cause());
                yield queue.settle(copy, "dead", refused.cause());
            }
        };
    }
}
