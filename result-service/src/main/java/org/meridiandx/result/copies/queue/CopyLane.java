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
        return steps(lease, outlet, MOST_STEPS)
                .onTermination()
                .invoke(outlet::close)
                .chain(last -> last == Step.PAUSED
                        ? Uni.createFrom().item(false)
                        : endpoints.release(lease, Duration.ZERO, "").replaceWith(last == Step.MORE));
    }

    private Uni<Step> steps(Lease lease, Outlet outlet, int left) {
        return step(lease, outlet)
                .chain(done -> done == Step.MORE && left > 1
                        ? steps(lease, outlet, left - 1)
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

    private Uni<Step> step(Lease lease, Outlet outlet) {
        return endpoints
                .renew(lease)
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().item(Step.PAUSED)
                        : queue.next(lease.ods())
                                .chain(copy -> copy.isEmpty()
                                        ? Uni.createFrom().item(Step.DONE)
                                        : reach(lease, outlet, found.get())
                                                .chain(isReached -> isReached
                                                        ? work(outlet, found.get(), copy.get())
                                                        : Uni.createFrom().item(Step.PAUSED))));
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
        var done = copy.isHanded()
                ? off(() -> outlet.outcome(copy.controlId())).chain(sent -> effects.of(endpoint, copy, sent))
                : disclosures.of(endpoint, copy).chain(disclosure -> switch (disclosure) {
                    case CopyDisclosure.Shown shown -> send(outlet, endpoint, copy, shown);
                    case CopyDisclosure.Withheld withheld -> effects.withheld(endpoint, copy, withheld);
                    case CopyDisclosure.Overtaken ignored -> queue.settle(copy, "overtaken", "");
                });
        return done.replaceWith(Step.MORE);
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
        return effects.traced(endpoint, shown.trace())
                .chain(() -> off(() -> outlet.send(copy.controlId(), message)))
                .chain(sent -> effects.of(endpoint, copy, sent));
    }

    private <T> Uni<T> off(Supplier<T> blocking) {
        return Uni.createFrom().item(blocking).runSubscriptionOn(threads);
    }
}
