package org.meridiandx.identity.access;

import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.meridiandx.access.Caller;
import org.meridiandx.identity.access.rules.ConsentRule;
import org.meridiandx.identity.relationships.rules.ProxyRule;

/// Reads all that a decision needs about a whole batch of patients with one indexed statement: plain
/// SQL, because this is the hottest question of the region.
@ApplicationScoped
class FactsRepository {
    private static final String FACTS = """
            with asked as materialized (
                select a.id, coalesce(p.patient_id, a.id) as effective
                from unnest($1::text[]) as a (id) left join patient p on p.id = a.id),
            kin as materialized (
                select asked.id, asked.effective, coalesce(k.id, asked.effective) as record
                from asked left join patient k on k.patient_id = asked.effective)
            select asked.id, 'stands' as kind, asked.effective as what, '' as source,
                   null::timestamptz as since, null::timestamptz as until,
                   null::text[] as organisations, null::text[] as types, null::text[] as labels,
                   null::text[] as purposes
            from asked where asked.effective <> asked.id
            union all
            select kin.id, 'ground', g.ground, g.source, g.since, g.until, null, null, null, null
            from kin join access_ground g on g.recorded_patient_id = kin.record and g.organisation = $2
            where $2 <> '' and g.person in ('', $3) and (g.until is null or g.until > $4)
            union all
            select kin.id, 'ground', g.ground, g.source, g.since, g.until, null, null, null, null
            from kin join access_ground g on g.recorded_patient_id = kin.record and g.person = $3
            where $3 <> '' and g.organisation = '' and (g.until is null or g.until > $4)
            union all
            select kin.id, 'proxy', x.kind, e.birth_date::text,
                   x.valid_from::timestamp at time zone 'Europe/London',
                   (x.valid_until + 1)::timestamp at time zone 'Europe/London', null, null, null, null
            from kin join proxy x on x.patient_id = kin.record join patient e on e.id = kin.effective
            where $5 <> '' and e.birth_date is not null and x.proxy_nhs_number in (
                select own.nhs_number from patient me join patient own on own.patient_id = me.patient_id
                where me.id = $5)
            union all
            select kin.id, c.rule, c.id, '', c.since, c.until, c.actors, c.types, c.labels, c.purposes
            from kin join consent c on c.patient_id = kin.record
            where c.status = 'active'""";
    private final Pool pool;

    FactsRepository(@ReactiveDataSource("decisions") Pool pool) {
        this.pool = pool;
    }

    /// @param asker whose grounds are looked for
    /// @param since grounds that had ended by then are left out: a laboratory has one for each order
    /// that it ever carried out
    /// @return what is known, future facts included, for each patient that there is anything about
    Uni<Map<String, PatientFacts>> find(Collection<String> patientIds, Caller asker, Instant since) {
        var person = asker.patientId().map(id -> "Patient/" + id).orElseGet(asker::actor);
        return pool.preparedQuery(FACTS)
                .execute(Tuple.of(
                        patientIds.toArray(String[]::new),
                        asker.organisation(),
                        person,
                        since.atOffset(ZoneOffset.UTC),
                        asker.patientId().orElse("")))
                .map(FactsRepository::factsOf);
    }

    private static Map<String, PatientFacts> factsOf(RowSet<Row> rows) {
        var builders = new HashMap<String, PatientFacts.Builder>();
        for (var row : rows) {
            var facts = builders.computeIfAbsent(row.getString("id"), id -> new PatientFacts.Builder(id));
            switch (row.getString("kind")) {
                case "stands" -> facts.standsFor(row.getString("what"));
                case "ground" ->
                    facts.ground(new PatientFacts.KnownGround(
                            row.getString("what"),
                            row.getString("source"),
                            row.getOffsetDateTime("since").toInstant(),
                            Optional.ofNullable(row.getOffsetDateTime("until")).map(OffsetDateTime::toInstant)));
                case "proxy" -> proxyOf(row).ifPresent(facts::ground);
                case "opt-out" -> facts.optOut(row.getOffsetDateTime("since").toInstant());
                default -> facts.consent(consentOf(row));
            }
        }
        var facts = new HashMap<String, PatientFacts>();
        builders.forEach((id, builder) -> facts.put(id, builder.build()));
        return Map.copyOf(facts);
    }

    /// What the register says, within the limits of the patient's age. A kind that is not known opens nothing.
    private static Optional<PatientFacts.KnownGround> proxyOf(Row row) {
        var kind = row.getString("what");
        var born = LocalDate.parse(row.getString("source"));
        return ProxyRule.Kind.of(kind)
                .map(known -> ProxyRule.period(
                        known, born, row.getOffsetDateTime("since").toInstant()))
                .map(period -> period.endingAt(
                        Optional.ofNullable(row.getOffsetDateTime("until")).map(OffsetDateTime::toInstant)))
                .filter(period -> !period.isEmpty())
                .map(period -> new PatientFacts.KnownGround("proxy", "proxy:" + kind, period.since(), period.until()));
    }

    private static ConsentRule consentOf(Row row) {
        return new ConsentRule(
                row.getString("what"),
                row.getString("kind").equals("deny"),
                Set.of(row.getArrayOfStrings("organisations")),
                Set.of(row.getArrayOfStrings("types")),
                Set.of(row.getArrayOfStrings("labels")),
                Set.of(row.getArrayOfStrings("purposes")),
                row.getOffsetDateTime("since").toInstant(),
                Optional.ofNullable(row.getOffsetDateTime("until")).map(OffsetDateTime::toInstant));
    }
}
