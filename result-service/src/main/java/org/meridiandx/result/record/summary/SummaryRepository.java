package org.meridiandx.result.record.summary;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.result.record.types.RecordType;

/// What a summary is made of: two statements, whatever the years. Encounters are no part of it.
@ApplicationScoped
class SummaryRepository {
    /// What can do most harm by being missing comes first, for the limit cuts from the end.
    ///
    /// Rows that a merge or an unmerge has not moved yet count as the standing says.
    private static final String ENTRIES = """
            select e.resource_type, e.source, e.id, e.version, e.last_updated, e.organisations, e.content
            from record_entry e
            where e.resource_type <> 'Encounter' and e.status <> all ($2) and not
                    (e.resource_type = any ($3) and e.status = any ($4))
                and e.patient_id = any (array(select $1::text union select s.recorded_patient_id from patient_standing s
                    where s.patient_id = $1 and s.is_moving))
                and not exists (select 1 from patient_standing s
                    where s.recorded_patient_id = e.recorded_patient_id and s.patient_id <> $1)
            order by e.resource_type in ('Immunization', 'Procedure'),
                coalesce(e.happened_at, e.recorded_at, e.last_updated) desc, e.id limit 20000""";
    /// Of each code the latest, among the last thousand that were measured; what a merge or an unmerge has not moved
    /// yet
    /// as above.
    private static final String RESULTS = """
            select '' as resource_type, performer as source, id, version, last_updated, organisations, content from (
                select distinct on (o.code_system, o.code) o.* from (
                    (select * from observation m where m.patient_id = $1 and not exists (select 1 from patient_standing s
                        where s.recorded_patient_id = m.recorded_patient_id and s.patient_id <> $1)
                    order by coalesce(effective_at, '0001-01-01T00:00:00Z'::timestamptz) desc, id desc limit 1000)
                    union all
                    (select * from observation m where m.patient_id <> $1 and m.recorded_patient_id = any (array(
                        select s.recorded_patient_id from patient_standing s where s.patient_id = $1 and s.is_moving))
                    order by coalesce(effective_at, '0001-01-01T00:00:00Z'::timestamptz) desc, id desc limit 1000)) o
                where o.code <> '' and o.value_number is not null and o.effective_at < now() + interval '1 day'
                    and o.status in ('final', 'amended', 'corrected')
                order by o.code_system, o.code, o.effective_at desc, o.id) latest
            order by effective_at desc, id limit 60""";
    private final Pool pool;

    SummaryRepository(Pool pool) {
        this.pool = pool;
    }

    /// @param type name in `resourceType`
    /// @param source ODS code of who tells it
    record Kept(String type, String source, StoredResource resource) {
        RecordType recordType() {
            return RecordType.named(type).orElseThrow();
        }
    }

    /// All entries that belong to a section, the latest first.
    Uni<List<Kept>> entries(String patientId) {
        var arguments = Tuple.of(
                patientId,
                SummarySection.never(),
                SummarySection.currentOnly().toArray(String[]::new),
                SummarySection.over());
        return read(ENTRIES, arguments, "");
    }

    /// The latest number of each code, the latest first.
    Uni<List<Kept>> results(String patientId) {
        return read(RESULTS, Tuple.of(patientId), "Observation");
    }

    private Uni<List<Kept>> read(String sql, Tuple arguments, String type) {
        var patientId = arguments.getString(0);
        return pool.preparedQuery(sql).execute(arguments).map(rows -> {
            var all = new ArrayList<Kept>(rows.size());
            rows.forEach(row -> all.add(keptOf(row, patientId, type)));
            return List.copyOf(all);
        });
    }

    private static Kept keptOf(Row row, String patientId, String type) {
        return new Kept(
                type.isEmpty() ? row.getString("resource_type") : type,
                row.getString("source"),
                new StoredResource(
                        row.getString("id"),
                        row.getInteger("version"),
                        row.getOffsetDateTime("last_updated").toInstant(),
                        patientId,
                        Set.of(row.getArrayOfStrings("organisations")),
                        row.getBuffer("content").getBytes()));
    }
}
