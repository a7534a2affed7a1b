package org.meridiandx.order.cdshooks.learning;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlResult;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Rows of guidance_event. Plain SQL: a hook writes all of its cards in one statement.
@ApplicationScoped
class GuidanceEventRepository {
    private static final String INSERT = "insert into guidance_event (id, hook_instance, hook, client_id, organisation,"
            + " content_version, shown_at, kind, rule, rating, changes, withdrawals, dose_msv, cost_gbp, tariff)"
            + " select t.id, $1::uuid, $2::text, $3::text, $4::text, $5::text, $6::timestamptz, t.kind, t.rule, nullif(t.rating, ''),"
            + " string_to_array(nullif(t.changes, ''), ',')::uuid[],"
            + " string_to_array(nullif(t.withdrawals, ''), ',')::uuid[],"
            + " nullif(t.dose, '')::numeric, nullif(t.cost, '')::numeric, nullif(t.tariff, '')"
            + " from unnest($7::uuid[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[],"
            + " $14::text[], $15::text[]) as t(id, kind, rule, rating, changes, withdrawals, dose, cost, tariff)";
    private static final String SETTLE = "with before as (select id as card, outcome as told from guidance_event"
            + " where id = $1 and client_id = $2 for update)"
            + " update guidance_event set outcome = case"
            + " when $3::boolean then 'overridden' when $4::uuid[] && withdrawals then 'withdrawn'"
            + " when $4::uuid[] && changes then 'changed' else 'accepted' end,"
            + " override_reason = nullif($5, ''), outcome_at = $6, feedback_at = now()"
            + " from before where id = card and kind <> 'rating' and (outcome_at is null or outcome_at <= $6)"
            + " returning rule, kind, outcome, told is distinct from outcome, dose_msv, cost_gbp";
    private static final String FORGET = "delete from guidance_event where id in"
            + " (select id from guidance_event where shown_at < $1 order by shown_at limit $2)";

    /// So that no delete holds the table for long.
    static final int BATCH = 1_000;

    private final Pool pool;

    GuidanceEventRepository(Pool pool) {
        this.pool = pool;
    }

    /// What became of a card that was found.
    ///
    /// @param isNews not where the same was told before
    record Settled(String rule, String kind, String outcome, boolean isNews, Avoidable avoidable) {

        /// A repeat that is not done after all.
        boolean isAvoided() {
            return isNews && outcome.equals("withdrawn");
        }
    }

    Uni<Void> add(Shown.Call call, List<Shown> all, Instant at) {
        return pool.preparedQuery(INSERT)
                .execute(Tuple.from(List.of(
                        call.hookInstance(),
                        call.hook(),
                        call.clientId(),
                        call.organisation(),
                        call.contentVersion(),
                        offset(at),
                        all.stream().map(Shown::id).toArray(UUID[]::new),
                        texts(all, shown -> shown.what().kind()),
                        texts(all, shown -> shown.what().rule()),
                        texts(all, shown -> shown.what().rating()),
                        texts(all, shown -> joined(shown.changes())),
                        texts(all, shown -> joined(shown.withdrawals())),
                        texts(all, shown -> number(shown.avoidable().millisieverts())),
                        texts(all, shown -> number(shown.avoidable().pounds())),
                        texts(all, shown -> shown.avoidable().tariff()))))
                .replaceWithVoid();
    }

    private static String[] texts(List<Shown> all, java.util.function.Function<Shown, String> part) {
        return all.stream().map(part).toArray(String[]::new);
    }

    private static String number(Optional<BigDecimal> value) {
        return value.map(BigDecimal::toPlainString).orElse("");
    }

    private static String joined(List<UUID> ids) {
        return String.join(",", ids.stream().map(UUID::toString).toList());
    }

    /// The same feedback again changes nothing; an older one than is known neither.
    ///
    /// @return empty where this client was shown no such card, or a later feedback is known
    Uni<Optional<Settled>> settle(String clientId, Feedback feedback) {
        return pool.preparedQuery(SETTLE)
                .execute(Tuple.from(List.of(
                        feedback.card(),
                        clientId,
                        feedback.isOverridden(),
                        feedback.accepted().toArray(UUID[]::new),
                        feedback.reason(),
                        offset(feedback.at()))))
                .map(rows -> {
                    var row = rows.iterator();
                    if (!row.hasNext()) {
                        return Optional.empty();
                    }
                    var found = row.next();
                    return Optional.of(settled(found));
                });
    }

    private static Settled settled(Row row) {
        var avoidable = new Avoidable(
                Optional.ofNullable(row.getBigDecimal("dose_msv")),
                Optional.ofNullable(row.getBigDecimal("cost_gbp")),
                "");
        return new Settled(
                row.getString(0),
                row.getString(1),
                row.getString(2),
                Boolean.TRUE.equals(row.getBoolean(3)),
                avoidable);
    }

    /// @return how many of the oldest were deleted, [#BATCH] at most
    Uni<Integer> forget(Instant shownBefore) {
        return pool.preparedQuery(FORGET)
                .execute(Tuple.of(offset(shownBefore), BATCH))
                .map(SqlResult::rowCount);
    }

    private static OffsetDateTime offset(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
