package org.meridiandx.result.feeds;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The tables of feeds: one row a sender, one a sender and hour.
@ApplicationScoped
class FeedRepository {
    private static final String SEEN = """
            insert into feed (sender, organisation, code_system, first_at, last_at) values ($1, $2, $3, $4, $4)
            on conflict (sender) do update set organisation = excluded.organisation, code_system = excluded.code_system,
                last_at = greatest(feed.last_at, excluded.last_at)""";
    private static final String COUNT = """
            insert into feed_hour (sender, hour, received, rejected, delay_seconds, delays)
            values ($1, $2, $3, $4, $5, $6)
            on conflict (sender, hour) do update set received = feed_hour.received + excluded.received,
                rejected = feed_hour.rejected + excluded.rejected,
                delay_seconds = feed_hour.delay_seconds + excluded.delay_seconds,
                delays = feed_hour.delays + excluded.delays""";
    private static final String FORGET = "delete from feed_hour where hour < now() - interval '40 days'";
    /// What was sent between the same times one to four weeks ago; whole hours, so that the hour of
    /// the last message and the present one do not count.
    private static final String SAME_TIMES = """
            (select coalesce(sum(past.received), 0) from feed_hour past, generate_series(1, 4) as week
             where past.sender = feed.sender
               and past.hour > feed.last_at - week * interval '7 days'
               and past.hour <= $1::timestamptz - interval '1 hour' - week * interval '7 days') as same_times,
            (extract(epoch from feed.last_at - feed.first_at) / 604800)::int as weeks""";
    private static final String STANDING = "select sender, silent_since, last_at, " + SAME_TIMES + " from feed";
    private static final String PAGE = """
            select feed.*, %s, day.received, day.rejected, day.delay_seconds, day.delays,
                (select count(*) from unmatched_report u where feed.organisation <> ''
                    and u.organisation = feed.organisation) as unmatched,
                (select count(*) from unmapped_code c where c.system = feed.code_system) as unmapped
            from feed left join lateral (
                select coalesce(sum(received), 0) as received, coalesce(sum(rejected), 0) as rejected,
                    coalesce(sum(delay_seconds), 0) as delay_seconds, coalesce(sum(delays), 0) as delays
                from feed_hour h where h.sender = feed.sender and h.hour > $1::timestamptz - interval '24 hours') day on true
            where ($2 = '' or feed.organisation = $2) and feed.sender > $3 order by feed.sender limit $4
            """.formatted(SAME_TIMES);
    private static final String SILENT = "update feed set silent_since = $2 where sender = $1";

    /// @param after the last sender of the page before; empty at first
    record Page(String organisation, String after, int size) {}

    /// What the rule is asked about.
    record Standing(String sender, Optional<Instant> silentSince, Instant lastAt, double expected) {
        boolean isSilent() {
            return SilenceRule.isSilent(expected, silentSince, lastAt);
        }
    }

    /// Adds in one order, so that two replicas do not meet.
    Uni<Void> add(SqlClient connection, Map<FeedMeter.Key, FeedMeter.Counts> counted) {
        var keys = counted.keySet().stream()
                .sorted((one, other) -> (one.sender() + one.hour()).compareTo(other.sender() + other.hour()))
                .toList();
        var seen = new ArrayList<Tuple>();
        var hours = new ArrayList<Tuple>();
        for (var key : keys) {
            var counts = counted.getOrDefault(key, new FeedMeter.Counts(0, 0, 0, 0, key.hour()));
            seen.add(Tuple.of(key.sender(), key.organisation(), key.codeSystem(), time(counts.last())));
            hours.add(Tuple.of(
                    key.sender(),
                    time(key.hour()),
                    counts.received(),
                    counts.rejected(),
                    counts.delaySeconds(),
                    counts.delays()));
        }
        return connection
                .preparedQuery(SEEN)
                .executeBatch(seen)
                .chain(() -> connection.preparedQuery(COUNT).executeBatch(hours))
                .replaceWithVoid();
    }

    Uni<Void> forgetOld(SqlClient connection) {
        return connection.query(FORGET).execute().replaceWithVoid();
    }

    Uni<List<Standing>> standings(SqlClient connection, Instant at) {
        return connection.preparedQuery(STANDING).execute(Tuple.of(time(at))).map(rows -> {
            var all = new ArrayList<Standing>();
            rows.forEach(row -> all.add(new Standing(
                    row.getString("sender"),
                    silentSince(row),
                    row.getOffsetDateTime("last_at").toInstant(),
                    expected(row))));
            return all;
        });
    }

    Uni<Void> mark(SqlClient connection, String sender, Optional<Instant> silentSince) {
        var since = silentSince.map(FeedRepository::time).orElse(null);
        return connection.preparedQuery(SILENT).execute(Tuple.of(sender, since)).replaceWithVoid();
    }

    Uni<List<Feed>> list(SqlClient connection, Page page, Instant at) {
        var arguments = Tuple.of(time(at), page.organisation(), page.after(), page.size());
        return connection.preparedQuery(PAGE).execute(arguments).map(rows -> {
            var all = new ArrayList<Feed>();
            rows.forEach(row -> all.add(feedOf(row)));
            return all;
        });
    }

    private static Feed feedOf(Row row) {
        var delays = row.getLong("delays");
        return new Feed(
                row.getString("sender"),
                row.getString("organisation"),
                row.getOffsetDateTime("first_at").toInstant(),
                row.getOffsetDateTime("last_at").toInstant(),
                row.getLong("received"),
                row.getLong("rejected"),
                delays == 0 ? Optional.empty() : Optional.of(row.getLong("delay_seconds") / delays),
                row.getLong("unmatched"),
                row.getLong("unmapped"),
                expected(row),
                silentSince(row));
    }

    private static double expected(Row row) {
        return SilenceRule.expected(row.getLong("same_times"), row.getInteger("weeks"));
    }

    private static Optional<Instant> silentSince(Row row) {
        return Optional.ofNullable(row.getOffsetDateTime("silent_since")).map(OffsetDateTime::toInstant);
    }

    private static OffsetDateTime time(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
