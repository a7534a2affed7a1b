package org.meridiandx.identity.audit;

import com.google.protobuf.ByteString;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.meridiandx.contracts.events.v1.AuditHead;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.outbox.EventProducer;
import org.meridiandx.outbox.RegionEvents;

/// Tells the end of the log to other regions: soon after it has grown, and now and then while it
/// rests, so that silence means something.
///
/// What was told last is known to the process only: a note in the database could be moved by
/// whoever wants silence. Several replicas tell the same thing, which does no harm.
@ApplicationScoped
class HeadPublisher {
    private static final Logger LOG = Logger.getLogger(HeadPublisher.class);
    private final LogService log;
    private final EventProducer producer;
    private final RegionEvents region;
    private final Clock clock;
    private final Duration heartbeat;
    private volatile long toldSize = -1;
    private volatile Instant toldAt = Instant.EPOCH;

    HeadPublisher(
            LogService log,
            EventProducer producer,
            RegionEvents region,
            Clock clock,
            @ConfigProperty(name = "meridian.audit.head-heartbeat") Duration heartbeat) {
        this.log = log;
        this.producer = producer;
        this.region = region;
        this.clock = clock;
        this.heartbeat = heartbeat;
    }

    @Scheduled(every = "{meridian.audit.head-interval}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tell() {
        return log.freshHead()
                .chain(found -> found.filter(this::isDue)
                        .map(this::send)
                        .orElse(Uni.createFrom().voidItem()))
                .onFailure()
                .invoke(away -> LOG.warnf(
                        "the end of the audit log was not told: %s",
                        away.getClass().getName()))
                .onFailure()
                .recoverWithNull();
    }

    private boolean isDue(LogService.Signed head) {
        return head.size() != toldSize || !clock.instant().isBefore(toldAt.plus(heartbeat));
    }

    private Uni<Void> send(LogService.Signed head) {
        var now = clock.instant();
        var fact = AuditHead.newBuilder()
                .setSize(head.size())
                .setRoot(ByteString.copyFrom(head.root()))
                .setSignedAt(RegionEvents.timestampOf(now))
                .setSigned(head.jws());
        return producer.send(
                        region.message("audit-heads", "", Event.newBuilder().setAuditHead(fact)))
                .invoke(() -> {
                    toldSize = head.size();
                    toldAt = now;
                });
    }
}
