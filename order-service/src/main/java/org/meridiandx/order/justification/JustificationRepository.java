package org.meridiandx.order.justification;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.hibernate.reactive.mutiny.Mutiny;

/// Rows of justification and justification_advice. Plain statements: rows are only added.
@ApplicationScoped
class JustificationRepository {
    private static final String ADD = """
            insert into justification (request_id, number, request_version, recorded_at, event, organisation, ionising,
                missing, hook_instance, content, seals)
            select ?1, coalesce(max(number), 0) + 1, ?2, ?3, ?4, ?5, ?6, string_to_array(nullif(?7, ''), ','),
                (select e.hook_instance from guidance_event e where e.organisation = ?5
                    and (e.id = cast(nullif(?8, '') as uuid) or e.changes @> array[cast(nullif(?8, '') as uuid)]) limit 1),
                ?9, ?10
            from justification where request_id = ?1""";
    private static final String ADVICE = """
            insert into justification_advice (request_id, card, hook, kind, rule, rating, content_version, shown_at,
                outcome, override_reason, outcome_at)
            select distinct j.request_id, e.id, e.hook, e.kind, e.rule, e.rating, e.content_version, e.shown_at, e.outcome,
                e.override_reason, e.outcome_at
            from justification j
            join guidance_event e on e.hook_instance = j.hook_instance and e.organisation = j.organisation
            where\s""";
    private static final String ADVICE_OF_REQUEST = ADVICE + "j.request_id = ?1 on conflict do nothing";
    private static final String ADVICE_OF_CARD = ADVICE + "e.id = $1 on conflict do nothing";
    private static final String VERSIONS = """
            select number, request_version, recorded_at, event, content, seals from justification
            where request_id = $1 order by number desc limit $2""";
    private static final String SHOWN = """
            select card, hook, kind, rule, coalesce(rating, '') as rating, content_version, shown_at,
                coalesce(outcome, '') as outcome, coalesce(override_reason, '') as override_reason, outcome_at
            from justification_advice where request_id = $1 order by shown_at desc, card, outcome_at limit $2""";
    private static final int MOST = 100;

    private final Pool pool;
    private final Clock clock;

    JustificationRepository(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /// One version of the record, as it was kept.
    ///
    /// @param number 1 for the first
    record Version(int number, int requestVersion, Instant at, String event, String content, String seals) {
        @Override
        public String toString() {
            return "Version[" + number + "]";
        }
    }

    /// What was shown of the order by CDS Hooks, and what came of it. Absent texts are empty.
    record Advice(UUID card, String hook, String kind, String rule, String rating, String contentVersion, Told told) {}

    /// When it was shown, and what was told of it.
    record Told(Instant shownAt, String outcome, String overrideReason, Optional<Instant> outcomeAt) {}

    Uni<Void> add(Mutiny.Session session, JustificationRecord record) {
        var about = record.about();
        return session.createNativeQuery(ADD)
                .setParameter(1, about.requestId())
                .setParameter(2, about.requestVersion())
                .setParameter(3, clock.instant().atOffset(ZoneOffset.UTC))
                .setParameter(4, about.event())
                .setParameter(5, about.organisation())
                .setParameter(6, about.ionising())
                .setParameter(7, record.missing())
                .setParameter(8, record.consultation().map(UUID::toString).orElse(""))
                .setParameter(9, record.content())
                .setParameter(10, record.seals())
                .executeUpdate()
                .chain(() -> record.consultation().isEmpty()
                        ? Uni.createFrom().voidItem()
                        : session.createNativeQuery(ADVICE_OF_REQUEST)
                                .setParameter(1, about.requestId())
                                .executeUpdate()
                                .replaceWithVoid());
    }

    /// What came of a card, kept with the requests that it was shown of. Safe to repeat.
    Uni<Void> addAdvice(UUID card) {
        return pool.preparedQuery(ADVICE_OF_CARD).execute(Tuple.of(card)).replaceWithVoid();
    }

    /// The newest first.
    Uni<List<Version>> versions(String requestId) {
        return pool.preparedQuery(VERSIONS)
                .execute(Tuple.of(requestId, MOST))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(JustificationRepository::versionOf)
                        .toList());
    }

    private static Version versionOf(Row row) {
        return new Version(
                row.getInteger("number"),
                row.getInteger("request_version"),
                row.getOffsetDateTime("recorded_at").toInstant(),
                row.getString("event"),
                row.getString("content"),
                row.getString("seals"));
    }

    Uni<List<Advice>> advice(String requestId) {
        return pool.preparedQuery(SHOWN)
                .execute(Tuple.of(requestId, MOST))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(JustificationRepository::adviceOf)
                        .toList());
    }

    private static Advice adviceOf(Row row) {
        var told = new Told(
                row.getOffsetDateTime("shown_at").toInstant(),
                row.getString("outcome"),
                row.getString("override_reason"),
                Optional.ofNullable(row.getOffsetDateTime("outcome_at")).map(at -> at.toInstant()));
        return new Advice(
                row.getUUID("card"),
                row.getString("hook"),
                row.getString("kind"),
                row.getString("rule"),
                row.getString("rating"),
                row.getString("content_version"),
                told);
    }
}
