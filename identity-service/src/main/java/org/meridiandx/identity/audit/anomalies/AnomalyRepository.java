package org.meridiandx.identity.audit.anomalies;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.data.Interval;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Plain SQL over the log's own columns: sums and windows that no entity has.
@ApplicationScoped
class AnomalyRepository {
    private static final int MOST = 200;
    private static final String FOUND = """
            count(*) as count, min(recorded) as first, max(recorded) as last,
            (array_agg(id order by recorded, seq))[1:20] as entries""";
    private static final String BREAK_GLASS = "select agent, client_id, organisation, patient_id, " + FOUND + """

            from audit_event
            where recorded >= $1 and recorded < $2 and (purpose = 'break-glass' or reason = 'break-glass')
            group by agent, client_id, organisation, patient_id
            order by last desc limit $3""";
    /// The last word of a name, or what stands before the comma.
    private static final String OWN_FAMILY_NAME = "select e.agent, e.client_id, e.organisation, e.patient_id, "
            + FOUND.replace("id order", "e.id order") + """

            from audit_event e join patient p on p.id = e.patient_id
            where e.recorded >= $1 and e.recorded < $2 and e.agent_name <> '' and p.family <> ''
                and (right(' ' || lower(e.agent_name), length(p.family) + 1) = ' ' || lower(p.family)
                    or split_part(lower(e.agent_name), ',', 1) = lower(p.family))
            group by e.agent, e.client_id, e.organisation, e.patient_id
            order by last desc limit $3""";
    private static final String NAMES_KNOWN = """
            select exists (select from audit_event where recorded >= $1 and recorded < $2 and agent_name <> '')""";
    /// The worst window of each. Windows of the given length begin every half of it.
    private static final String MANY_PATIENTS = """
            with looks as (
                select agent, client_id, organisation, patient_id, recorded, date_bin($4, recorded - shift, '2000-01-01') as bin,
                    shift
                from audit_event, (values (interval '0'), ($4::interval / 2)) as s (shift)
                where recorded >= $1 and recorded < $2 and patient_id is not null and outcome = '0'),
            windows as (
                select agent, case when agent = '' then client_id else '' end as system, min(client_id) as client_id,
                    min(organisation) as organisation, count(distinct patient_id) as count, min(recorded) as first,
                    max(recorded) as last
                from looks group by agent, system, bin, shift)
            select distinct on (agent, system) agent, client_id, organisation, null as patient_id, count, first, last,
                array[]::text[] as entries
            from windows
            where count >= case when agent = '' then $6::int else $5::int end
            order by agent, system, count desc limit $3""";
    /// Islands of refusals among all that somebody asked for, of those who were refused often
    /// enough at all.
    private static final String REFUSED_IN_A_ROW = """
            with refused as (
                select agent, client_id from audit_event
                where outcome = '4' and recorded >= $1 and recorded < $2
                group by agent, client_id having count(*) >= $4::int),
            asked as (
                select e.*, row_number() over (partition by e.agent, e.client_id order by e.recorded, e.seq)
                    - row_number() over (partition by e.agent, e.client_id, e.outcome = '4' order by e.recorded, e.seq)
                    as island
                from audit_event e join refused r on r.agent = e.agent and r.client_id = e.client_id
                where e.recorded >= $1 and e.recorded < $2)
            select agent, client_id, min(organisation) as organisation,
                case when count(distinct patient_id) = 1 then min(patient_id) end as patient_id, """ + FOUND + """

            from asked where outcome = '4'
            group by agent, client_id, island having count(*) >= $4::int
            order by last desc limit $3""";
    private final Pool pool;

    AnomalyRepository(Pool pool) {
        this.pool = pool;
    }

    Uni<List<Anomaly>> breakGlass(Instant from, Instant until) {
        return found("break-glass", BREAK_GLASS, period(from, until));
    }

    Uni<List<Anomaly>> ownFamilyName(Instant from, Instant until) {
        return found("own-family-name", OWN_FAMILY_NAME, period(from, until));
    }

    /// Whether any sign-in told a name in this time.
    Uni<Boolean> areNamesKnown(Instant from, Instant until) {
        return pool.preparedQuery(NAMES_KNOWN)
                .execute(Tuple.of(at(from), at(until)))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    Uni<List<Anomaly>> manyPatients(Instant from, Instant until, AnomalyConfig limits) {
        var arguments = period(from, until)
                .addValue(intervalOf(limits.window()))
                .addValue(limits.userPatients())
                .addValue(limits.clientPatients());
        return found("many-patients", MANY_PATIENTS, arguments);
    }

    Uni<List<Anomaly>> refusedInARow(Instant from, Instant until, int denials) {
        return found("refused-in-a-row", REFUSED_IN_A_ROW, period(from, until).addValue(denials));
    }

    private Uni<List<Anomaly>> found(String kind, String sql, Tuple arguments) {
        return pool.preparedQuery(sql).execute(arguments).map(rows -> {
            var anomalies = new ArrayList<Anomaly>(rows.size());
            rows.forEach(row -> anomalies.add(anomalyOf(kind, row)));
            return anomalies;
        });
    }

    private static Anomaly anomalyOf(String kind, Row row) {
        return new Anomaly(
                kind,
                row.getString("agent"),
                row.getString("client_id"),
                row.getString("organisation"),
                Optional.ofNullable(row.getString("patient_id")).orElse(""),
                row.getLong("count"),
                row.getOffsetDateTime("first").toInstant(),
                row.getOffsetDateTime("last").toInstant(),
                List.of(row.getArrayOfStrings("entries")));
    }

    private static Tuple period(Instant from, Instant until) {
        return Tuple.tuple().addValue(at(from)).addValue(at(until)).addValue(MOST);
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Interval intervalOf(Duration duration) {
        return Interval.of(0, 0, 0, 0, 0, Math.toIntExact(duration.toSeconds()));
    }
}
