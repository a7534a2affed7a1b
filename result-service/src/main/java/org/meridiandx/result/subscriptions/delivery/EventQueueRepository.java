package org.meridiandx.result.subscriptions.delivery;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.meridiandx.result.subscriptions.topics.TopicEvent;

/// What is to be told to whom. Plain statements, as all of this service: see the package `filing`.
@ApplicationScoped
class EventQueueRepository {
    /// One statement however many events and subscribers. A repeat of an event is on conflict.
    private static final String QUEUE = """
            insert into subscription_event (subscription_id, event_id, report_id, occurred_at)
            select s.id, e.id, e.report_id, e.occurred_at
            from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
                $8::text[], $9::timestamptz[]) with ordinality
                as e(id, topic, report_id, patient_id, category, code, performer, requester, occurred_at, place)
            join subscription s on s.topic = e.topic and s.status <> 'off' and s.started_at is not null
                and (s.ends_at is null or s.ends_at > now())
            left join diagnostic_report r on r.id = e.report_id
            where (s.categories = '{}' or e.category = any(s.categories)
                    or e.category = '' and exists (select from diagnostic_report_category c
                        where c.resource_id = e.report_id and c.value = any(s.categories)))
                and (s.codes = '{}' or e.code = any(s.codes) or split_part(e.code, '|', 2) = any(s.codes)
                    or e.code = '' and (r.code_system || '|' || r.code = any(s.codes) or r.code = any(s.codes)))
                and (s.performers = '{}' or coalesce(nullif(e.performer, ''), r.performer) = any(s.performers))
                and (s.requesters = '{}' or e.requester = any(s.requesters))
                and (s.patients = '{}' or e.patient_id = any(s.patients)
                    or exists (select from patient_standing p
                        where p.recorded_patient_id = any(s.patients) and p.patient_id = e.patient_id))
                and (e.topic <> 'urn:meridian:subscription-topic:report-critical'
                    or exists (select from follow_up f where f.report_id = e.report_id and f.urgency = 0))
            order by e.place
            on conflict (subscription_id, event_id) do nothing""";
    private static final String NEXT = "select " + QueuedEvent.COLUMNS + """
             from subscription_event
            where subscription_id = $1 and state = 'waiting' order by seq limit $2""";
    private static final String WITHHOLD = """
            with gone as (delete from subscription_event
                where subscription_id = $1 and seq = any($2) and state = 'waiting' returning 1)
            update subscription set withheld = withheld + (select count(*) from gone) where id = $1""";
    private static final String HOLD = "select events from subscription where id = $1 for update";
    private static final String NUMBER = """
            with fresh as (select seq, row_number() over (order by seq) as place from subscription_event
                    where subscription_id = $1 and seq = any($2) and number is null),
                given as (update subscription_event e set number = $3 + fresh.place from fresh
                    where e.seq = fresh.seq returning 1)
            update subscription set events = events + (select count(*) from given) where id = $1""";
    private static final String NUMBERS = """
            select seq, number from subscription_event
            where subscription_id = $1 and seq = any($2) and number is not null""";
    private static final String SETTLE = """
            update subscription_event set state = $2, settled_at = now(), cause = $3
            where seq = any($1) and state = 'waiting'""";
    private static final String REFUSED =
            "update subscription_event set attempts = attempts + 1, cause = $2 where seq = any($1)";
    private static final String RANGE = "select " + QueuedEvent.COLUMNS + """
             from subscription_event where subscription_id = $1
                and (number between $2 and $3 or number is null and state = 'waiting' and $3::bigint > $5::bigint)
            order by number nulls last, seq limit $4""";
    private static final String REPLAY = """
            update subscription_event set state = 'waiting', settled_at = null, attempts = 0, cause = ''
            where subscription_id = $1 and state = 'dead' and ($2::bigint = 0 or number = $2)""";
    private final Pool pool;

    EventQueueRepository(Pool pool) {
        this.pool = pool;
    }

    /// Keeps events for whom they are meant for.
    ///
    /// @return how many rows that made
    Uni<Integer> queue(SqlConnection connection, List<TopicEvent> events) {
        var columns = new ArrayList<Object>();
        for (var column : List.<Function<TopicEvent, String>>of(
                TopicEvent::id,
                event -> event.topic().url(),
                TopicEvent::reportId,
                TopicEvent::patientId,
                TopicEvent::category,
                TopicEvent::code,
                TopicEvent::performer,
                TopicEvent::requester)) {
            columns.add(events.stream().map(column).toArray(String[]::new));
        }
        columns.add(events.stream()
                .map(event -> event.occurredAt().atOffset(ZoneOffset.UTC))
                .toArray(java.time.OffsetDateTime[]::new));
        return connection.preparedQuery(QUEUE).execute(Tuple.from(columns)).map(RowSet::rowCount);
    }

    Uni<List<QueuedEvent>> next(String subscription, int most) {
        return list(NEXT, Tuple.of(subscription, most));
    }

    /// What may not be told is forgotten but for its count.
    Uni<Void> withhold(String subscription, List<Long> places) {
        return places.isEmpty()
                ? Uni.createFrom().voidItem()
                : execute(WITHHOLD, Tuple.of(subscription, array(places)));
    }

    /// Gives numbers to those that have none yet, in their order; of two that do so at once one waits.
    ///
    /// @return number by place
    Uni<Map<Long, Long>> number(String subscription, List<Long> places) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(HOLD)
                .execute(Tuple.of(subscription))
                .map(rows -> rows.iterator().hasNext() ? rows.iterator().next().getLong(0) : 0L)
                .chain(events ->
                        connection.preparedQuery(NUMBER).execute(Tuple.of(subscription, array(places), events)))
                .chain(() -> connection.preparedQuery(NUMBERS).execute(Tuple.of(subscription, array(places))))
                .map(EventQueueRepository::byPlace));
    }

    private static Map<Long, Long> byPlace(RowSet<Row> rows) {
        var numbers = new HashMap<Long, Long>();
        rows.forEach(row -> numbers.put(row.getLong(0), row.getLong(1)));
        return numbers;
    }

    Uni<Void> sent(List<Long> places) {
        return execute(SETTLE, Tuple.of(array(places), "sent", ""));
    }

    Uni<Void> refused(List<Long> places, String cause) {
        return execute(REFUSED, Tuple.of(array(places), cause));
    }

    Uni<Void> bury(List<Long> places, String cause) {
        return execute(SETTLE, Tuple.of(array(places), "dead", cause));
    }

    /// Events by their numbers, both included, and those that wait for one where the range goes beyond the last.
    Uni<List<QueuedEvent>> range(String subscription, long from, long to, int most, long last) {
        return list(RANGE, Tuple.of(subscription, from, to, most, last));
    }

    /// @param number of one that was refused; 0 for all
    Uni<Integer> replay(SqlConnection connection, String subscription, long number) {
        return connection
                .preparedQuery(REPLAY)
                .execute(Tuple.of(subscription, number))
                .map(RowSet::rowCount);
    }

    private Uni<List<QueuedEvent>> list(String sql, Tuple arguments) {
        return pool.preparedQuery(sql).execute(arguments).map(rows -> {
            var found = new ArrayList<QueuedEvent>(rows.size());
            rows.forEach(row -> found.add(QueuedEvent.of(row)));
            return found;
        });
    }

    private Uni<Void> execute(String sql, Tuple arguments) {
        return pool.preparedQuery(sql).execute(arguments).replaceWithVoid();
    }

    private static Long[] array(List<Long> places) {
        return places.toArray(Long[]::new);
    }
}
