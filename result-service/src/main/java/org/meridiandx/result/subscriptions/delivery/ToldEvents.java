package org.meridiandx.result.subscriptions.delivery;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.result.subscriptions.definition.PayloadContent;

/// What a subscriber asks for itself: how it stands, and events by their numbers, also those that it was not reached
/// with yet. Asking settles nothing: what waits is told all the same.
@ApplicationScoped
public class ToldEvents {
    /// Events of one answer.
    private static final int MOST = 100;
    private static final String OWN = "select " + Subscriber.COLUMNS
            + " from subscription where id = $1 and client_id = $2 and organisation = $3";
    private final Pool pool;
    private final EventQueueRepository queue;
    private final Disclosures disclosures;
    private final AuditTrail audit;
    private final EventAnswers answers;

    ToldEvents(Pool pool, EventQueueRepository queue, Disclosures disclosures, AuditTrail audit, EventAnswers answers) {
        this.pool = pool;
        this.queue = queue;
        this.disclosures = disclosures;
        this.audit = audit;
        this.answers = answers;
    }

    /// Which events, and how much of them.
    ///
    /// @param from first number
    /// @param to last number
    /// @param content never more than the subscription has; empty for what it has
    public record Range(long from, long to, Optional<PayloadContent> content) {}

    /// @return a searchset Bundle with one Parameters; empty where the caller has no such subscription
    public Uni<Optional<byte[]>> status(Caller caller, String id) {
        return own(caller, id).map(found -> found.map(answers::status));
    }

    /// @return a history Bundle with at most 100 events; empty where the caller has no such subscription
    public Uni<Optional<byte[]>> events(Caller caller, String id, Range range) {
        return own(caller, id)
                .chain(found -> found.map(
                                subscriber -> events(subscriber, range).map(Optional::of))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    private Uni<byte[]> events(Subscriber subscriber, Range range) {
        var content = range.content()
                .filter(asked -> asked.compareTo(subscriber.payload()) < 0)
                .orElse(subscriber.payload());
        return queue.range(subscriber.id(), range.from(), range.to(), MOST, subscriber.events())
                .chain(events -> disclosures.of(subscriber, events))
                .call(told -> queue.withhold(subscriber.id(), told.withheld()))
                .chain(told -> queue.number(subscriber.id(), told.places()).map(told::numbered))
                .map(told -> told.within(range.from(), range.to()))
                .call(told -> audit.record(subscriber.caller(), told.trail("subscription-events")))
                .map(told -> answers.events(subscriber, told, content));
    }

    /// Lets what was refused be told again, in its place and under its number.
    ///
    /// @param number 0 for all
    /// @return how many that are
    public Uni<Integer> replay(SqlConnection connection, String id, long number) {
        return queue.replay(connection, id, number);
    }

    private Uni<Optional<Subscriber>> own(Caller caller, String id) {
        return pool.preparedQuery(OWN)
                .execute(Tuple.of(id, caller.clientId(), caller.organisation()))
                .map(rows -> rows.iterator().hasNext()
                        ? Optional.of(Subscriber.of(rows.iterator().next()))
                        : Optional.empty());
    }
}
