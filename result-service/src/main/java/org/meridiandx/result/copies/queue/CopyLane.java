package org.meridiandx.result.copies.queue;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.meridiandx.result.copies.outlet.Outlet;
import org.meridiandx.result.copies.outlet.Outlets;
import org.meridiandx.result.copies.queue.EndpointRepository.Lease;
import org.meridiandx.result.copies.wire.ReportMessageMapper;

/// Sends one recipient its copies, step by step: reach it, decide, write the audit, send, note the
/// answer. A crash before the note sends the same again with the same control id.
///
/// **Hazard:** a copy that its recipient relies on and never gets.
@ApplicationScoped
class CopyLane {
    private static final Logger LOG = Logger.getLogger(CopyLane.class);
    /// After so many steps it is others' turn.
    private static final int MOST_STEPS = 50;
    private static final Duration AFTER_OUR_FAULT = Duration.ofSeconds(2);
    private final EndpointRepository endpoints;
    private final CopyQueueRepository queue;
    private final CopyDisclosures disclosures;
    private final CopyEffects effects;
    private final Outlets outlets;
    /// Sockets and files are waited for, each on a thread of its own.
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    CopyLane(
            EndpointRepository endpoints,
            CopyQueueRepository queue,
            CopyDisclosures disclosures,
            CopyEffects effects,
            Outlets outlets) {
        this.endpoints = endpoints;
        this.queue = queue;
        this.disclosures = disclosures;
        this.effects = effects;
        this.outlets = outlets;
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }

    /// What a step leads to.
    private enum Step {
        MORE,
        DONE,
        /// Its row says when to go on.
        PAUSED
    }

    /// @return whether there may be more to send at once; never fails
    Uni<Boolean> run(Lease lease) {
        return endpoints
                .renew(lease)
                .chain(found -> found.map(endpoint -> run(lease, endpoint))
                        .orElseGet(() -> Uni.createFrom().item(false)))
                .onFailure()
                .recoverWithUni(away -> ourFault(lease, away));
    }

    private Uni<Boolean> run(Lease lease, CopyEndpoint endpoint) {
        var outlet = endpoint.isFiles() ? outlets.files(endpoint.mailbox()) : outlets.mllp(endpoint.address());
        return steps(new Way(lease, endpoint, outlet), MOST_STEPS)
                .onTermination()
                .invoke(outlet::close)
                .chain(last -> last == Step.PAUSED
                        ? Uni.createFrom().item(false)
                        : endpoints.release(lease, Duration.ZERO, "").replaceWith(last == Step.MORE));
    }

    /// The way to one recipient for as long as it stays the same.
    private record Way(Lease lease, CopyEndpoint endpoint, Outlet outlet) {
        boolean leadsTo(CopyEndpoint now) {
            return now.isAtSamePlaceAs(endpoint);
        }
    }

    private Uni<Step> steps(Way way, int left) {
        return step(way)
                .chain(done -> done == Step.MORE && left > 1
                        ? steps(way, left - 1)
                        : Uni.createFrom().item(done));
    }

    private Uni<Boolean> ourFault(Lease lease, Throwable away) {
        LOG.warnf("copies for %s wait: %s", lease.ods(), away.getClass().getSimpleName());
        return endpoints
                .release(lease, AFTER_OUR_FAULT, "")
                .replaceWith(false)
                .onFailure()
                // The lease ends by itself.
                .recoverWithItem(false);
    }

    private Uni<Step> step(Way way) {
        return endpoints.renew(way.lease()).chain(found -> {
            if (found.isEmpty()) {
                return Uni.createFrom().item(Step.PAUSED);
            }
            return way.leadsTo(found.get())
                    ? step(way, found.get())
                    : Uni.createFrom().item(Step.DONE); // its next turn goes there
        });
    }

    private Uni<Step> step(Way way, CopyEndpoint endpoint) {
        return queue.next(endpoint.ods())
                .chain(copy -> copy.isEmpty()
                        ? Uni.createFrom().item(Step.DONE)
                        : reach(way.lease(), way.outlet(), endpoint)
                                .chain(isReached -> isReached
                                        ? work(way.outlet(), endpoint, copy.get())
                                        : Uni.createFrom().item(Step.PAUSED)));
    }

    private Uni<Boolean> reach(Lease lease, Outlet outlet, CopyEndpoint endpoint) {
        return off(() -> opened(outlet))
                .chain(isOpen -> isOpen
                        ? Uni.createFrom().item(true)
                        : effects.unreachable(lease, endpoint).replaceWith(false));
    }

    private static boolean opened(Outlet outlet) {
        try {
            outlet.open();
            return true;
        } catch (IOException away) {
            LOG.debugf("a recipient cannot be reached: %s", away.getClass().getSimpleName());
            return false;
        }
    }

    private Uni<Step> work(Outlet outlet, CopyEndpoint endpoint, QueuedCopy copy) {
        // What was handed over as a file to a recipient that takes MLLP by now is sent.
        var done = copy.isHanded() && endpoint.isFiles()
                ? off(() -> outlet.outcome(copy.controlId())).chain(sent -> effects.of(endpoint, copy, sent))
                : disclosures.of(endpoint, copy).chain(disclosure -> switch (disclosure) {
                    case CopyDisclosure.Shown shown -> send(outlet, endpoint, copy, shown);
                    case CopyDisclosure.Withheld withheld -> effects.withheld(endpoint, copy, withheld);
                    case CopyDisclosure.Overtaken ignored -> queue.overtaken(copy);
                });
        return done.onFailure().call(away -> effects.ourFault(copy, away)).replaceWith(Step.MORE);
    }

    /// One that no mapper can write must not hold up the others.
    private Uni<Void> send(Outlet outlet, CopyEndpoint endpoint, QueuedCopy copy, CopyDisclosure.Shown shown) {
        byte[] message;
        try {
            message = ReportMessageMapper.write(shown.report());
        } catch (RuntimeException unwritable) {
            // Pure: whatever it fails by, it will fail by again.
            return effects.of(
                    endpoint,
                    copy,
                    new Outlet.Sent.Refused(
                            "cannot be written: " + unwritable.getClass().getSimpleName()));
        }
        return queue.tried(copy)
                .chain(isWanted -> isWanted
                        ? effects.traced(endpoint, shown.trace())
                                .chain(() -> off(() -> outlet.send(copy.controlId(), message)))
                                .chain(sent -> effects.of(endpoint, copy, sent))
                        : Uni.createFrom().voidItem());
    }

    private <T> Uni<T> off(Supplier<T> blocking) {
        return Uni.createFrom().item(blocking).runSubscriptionOn(threads);
    }
}
