package org.meridiandx.result.subscriptions.delivery;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;
import org.meridiandx.result.subscriptions.channel.HookAnswer;
import org.meridiandx.result.subscriptions.delivery.DeliveryRepository.Lease;

/// Tells one subscriber what it is to hear, step by step, each only after the one before was taken.
///
/// A step: decide what may be told now, number it, write the audit, call, note the answer. A crash before the note
/// says the same again under the same numbers. **Hazard:** a result that a subscriber relies on hearing of and does
/// not.
@ApplicationScoped
class DeliveryLane {
    private static final Logger LOG = Logger.getLogger(DeliveryLane.class);
    /// After so many steps it is others' turn.
    private static final int MOST_STEPS = 50;
    /// Looked at together after something that was withheld.
    private static final int WIDE = 50;
    private static final Duration AFTER_OUR_FAULT = Duration.ofSeconds(2);
    private final DeliveryRepository subscribers;
    private final EventQueueRepository queue;
    private final Disclosures disclosures;
    private final Outlet outlet;
    private final DeliveryMetrics metrics;

    DeliveryLane(
            DeliveryRepository subscribers,
            EventQueueRepository queue,
            Disclosures disclosures,
            Outlet outlet,
            DeliveryMetrics metrics) {
        this.subscribers = subscribers;
        this.queue = queue;
        this.disclosures = disclosures;
        this.outlet = outlet;
        this.metrics = metrics;
    }

    private enum Step {
        MORE,
        /// Nothing of what was looked at was theirs to know: there may be much of it.
        BARREN,
        DONE,
        /// Its due time says when to go on.
        PAUSED
    }

    /// @return whether there is more to tell at once; never fails
    Uni<Boolean> run(Lease lease) {
        return steps(lease, MOST_STEPS, 1)
                .chain(last -> last == Step.PAUSED ? Uni.createFrom().item(false) : subscribers.release(lease))
                .onFailure()
                .recoverWithUni(away -> ourFault(lease, away));
    }

    private Uni<Step> steps(Lease lease, int left, int window) {
        return step(lease, window).chain(done -> switch (done) {
            case MORE, BARREN ->
                left > 1
                        ? steps(lease, left - 1, done == Step.BARREN ? WIDE : 1)
                        : Uni.createFrom().item(done);
            case DONE, PAUSED -> Uni.createFrom().item(done);
        });
    }

    private Uni<Boolean> ourFault(Lease lease, Throwable away) {
        LOG.warnf("subscriber %s waits: %s", lease.id(), away.getClass().getSimpleName());
        return subscribers
                .later(lease, AFTER_OUR_FAULT)
                .replaceWith(false)
                .onFailure()
                // The lease ends by itself.
                .recoverWithItem(false);
    }

    private Uni<Step> step(Lease lease, int window) {
        return subscribers
                .renew(lease)
                .chain(found -> found.map(subscriber -> step(lease, subscriber, window))
                        .orElseGet(() -> Uni.createFrom().item(Step.PAUSED)));
    }

    private Uni<Step> step(Lease lease, Subscriber subscriber, int window) {
        if (subscriber.standing().isHandshakeDue()) {
            return outlet.call("handshake", subscriber, nothing()).chain(answer -> switch (answer) {
                case HookAnswer.Taken ignored -> subscribers.shaken(lease).replaceWith(Step.MORE);
                case HookAnswer.Refused refused -> failed(lease, subscriber, refused.cause());
                case HookAnswer.Failed failed -> failed(lease, subscriber, failed.cause());
            });
        }
        return queue.next(subscriber.id(), Math.max(subscriber.maxCount(), window))
                .chain(events -> {
                    if (!events.isEmpty()) {
                        return tell(lease, subscriber, together(events));
                    }
                    return subscriber.standing().isHeartbeatDue()
                            ? heartbeat(lease, subscriber)
                            : Uni.createFrom().item(Step.DONE);
                });
    }

    /// What was refused together with others goes alone: the others may be taken.
    private static List<QueuedEvent> together(List<QueuedEvent> events) {
        if (events.getFirst().attempts() > 0) {
            return events.subList(0, 1);
        }
        return events.stream().takeWhile(event -> event.attempts() == 0).toList();
    }

    private Uni<Step> heartbeat(Lease lease, Subscriber subscriber) {
        return outlet.call("heartbeat", subscriber, nothing()).chain(answer -> switch (answer) {
            case HookAnswer.Taken ignored -> subscribers.done(lease).replaceWith(Step.DONE);
            case HookAnswer.Refused refused -> failed(lease, subscriber, refused.cause());
            case HookAnswer.Failed failed -> failed(lease, subscriber, failed.cause());
        });
    }

    private static Disclosure nothing() {
        return new Disclosure(List.of(), List.of());
    }

    private Uni<Step> tell(Lease lease, Subscriber subscriber, List<QueuedEvent> events) {
        return disclosures
                .of(subscriber, events)
                .call(told -> withhold(subscriber, told.withheld()))
                .map(told -> told.first(subscriber.maxCount()))
                .chain(told ->
                        told.shown().isEmpty() ? Uni.createFrom().item(Step.BARREN) : tell(lease, subscriber, told))
                .onFailure(UnknownClientException.class)
                .recoverWithUni(gone -> failed(lease, subscriber, UnknownClientException.CAUSE));
    }

    private Uni<Void> withhold(Subscriber subscriber, List<Long> places) {
        metrics.withheld(places.size());
        return queue.withhold(subscriber.id(), places);
    }

    private Uni<Step> tell(Lease lease, Subscriber subscriber, Disclosure told) {
        return numbered(subscriber, told)
                .chain(numbered -> outlet.call("event-notification", subscriber.at(numbered.last()), numbered)
                        .chain(answer -> answered(lease, subscriber, numbered, answer)));
    }

    private Uni<Disclosure> numbered(Subscriber subscriber, Disclosure told) {
        return told.isNumbered()
                ? Uni.createFrom().item(told)
                : queue.number(subscriber.id(), told.places()).map(told::numbered);
    }

    private Uni<Step> answered(Lease lease, Subscriber subscriber, Disclosure told, HookAnswer answer) {
        return switch (answer) {
            case HookAnswer.Taken ignored -> {
                metrics.sent(told.shown().size());
                yield queue.sent(told.places())
                        .chain(() -> subscribers.done(lease))
                        .replaceWith(Step.MORE);
            }
            case HookAnswer.Refused refused -> refused(lease, subscriber, told, refused.cause());
            case HookAnswer.Failed failed -> failed(lease, subscriber, failed.cause());
        };
    }

    private Uni<Step> refused(Lease lease, Subscriber subscriber, Disclosure told, String cause) {
        metrics.refused();
        var isAlone = told.shown().size() == 1;
        var before = told.shown().getFirst().event().attempts();
        if (isAlone && before + 1 >= outlet.refusalsUntilDead()) {
            LOG.warnf("subscriber %s refuses an event: %s", subscriber.id(), cause);
            return queue.bury(told.places(), cause).replaceWith(Step.MORE);
        }
        return queue.refused(told.places(), cause)
                .chain(() -> isAlone
                        ? subscribers.later(lease, outlet.pauseAfter(before + 1))
                        : Uni.createFrom().voidItem())
                .replaceWith(isAlone ? Step.PAUSED : Step.MORE);
    }

    private Uni<Step> failed(Lease lease, Subscriber subscriber, String cause) {
        metrics.failed();
        var failures = subscriber.standing().failures() + 1;
        LOG.infof("subscriber %s is tried again: %s", subscriber.id(), cause);
        return subscribers
                .failed(lease, cause, outlet.failuresUntilError(), outlet.pauseAfter(failures))
                .replaceWith(Step.PAUSED);
    }
}
