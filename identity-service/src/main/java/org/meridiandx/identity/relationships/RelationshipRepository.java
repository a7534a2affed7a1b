package org.meridiandx.identity.relationships;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// Plain SQL: every intake adds its rows with one statement.
@ApplicationScoped
class RelationshipRepository {
    /// An ended row gives its name away, so that a second stay does not overwrite the first.
    private static final String RENAME_ENDED = """
            update access_ground g set source = g.source || '@' || g.id
            from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) as r (patient, ground, org, person, source)
            where g.recorded_patient_id = r.patient and g.ground = r.ground and g.organisation = r.org
              and g.person = r.person and g.source = r.source and g.until <= $6""";
    private static final String OPEN = """
            insert into access_ground (recorded_patient_id, ground, organisation, person, source, since, until)
            select r.patient, r.ground, r.org, r.person, r.source, r.since, r.until
            from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[])
                 as r (patient, ground, org, person, source, since, until)
            on conflict (recorded_patient_id, organisation, ground, person, source) do update
            set until = excluded.until""";
    /// A discharge that names no visit ends all stays there, and one that does ends those that
    /// named none.
    private static final String END_SOURCE = """
            update access_ground set until = greatest($3, since)
            where recorded_patient_id = $1 and (until is null or until > $3)
              and (source = $2 or right($2, 1) = '/' and starts_with(source, $2)
                   or starts_with($2, 'adt:') and source = split_part($2, '/', 1) || '/')""";
    private static final String END_OTHERS = """
            update access_ground set until = greatest($4, since)
            where recorded_patient_id = $1 and source = $2 and not (ground || ' ' || organisation = any($3))
              and (until is null or until > $4)""";
    private static final String TELL = """
            insert into order_told (source, told) values ($1, $2)
            on conflict (source) do update set told = excluded.told where order_told.told <= excluded.told""";
    /// The record that this source was told about, if that counts for the patient now.
    private static final String HOME = """
            select g.recorded_patient_id from access_ground g join patient p on p.id = g.recorded_patient_id
            where g.source = $1
              and p.patient_id = coalesce((select q.patient_id from patient q where q.id = $2), $2)
            order by g.since limit 1""";
    private static final String END_ELSEWHERE = """
            update access_ground set until = greatest($3, since)
            where source = $2 and recorded_patient_id <> $1 and (until is null or until > $3)
            returning recorded_patient_id""";
    private static final String END_GROUNDS = """
            update access_ground g set until = greatest($6, g.since)
            from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) as r (patient, ground, org, person, source)
            where g.recorded_patient_id = r.patient and g.ground = r.ground and g.organisation = r.org
              and g.person = r.person and g.source = r.source and (g.until is null or g.until > $6)
            returning g.recorded_patient_id""";
    /// What pools were given with an order ends with it, and at once for a patient whom it names no more.
    private static final String END_POOLS = """
            update access_ground set until = greatest(case recorded_patient_id when $2 then $3::timestamptz else $4::timestamptz end, since)
            where ground = 'reporting-pool' and source like '%/ServiceRequest/' || $1
              and recorded_patient_id in (select recorded_patient_id from access_ground where source = 'order:' || $1)
              and until > case recorded_patient_id when $2 then $3::timestamptz else $4::timestamptz end
            returning recorded_patient_id""";
    private static final String END_KIND = """
            update access_ground set until = greatest($4, since)
            where recorded_patient_id = $1 and ground = $2 and not (organisation = any($3))
              and (until is null or until > $4)""";

    Uni<Void> open(SqlClient connection, List<Ground> grounds, Instant now) {
        return connection
                .preparedQuery(RENAME_ENDED)
                .execute(keysOf(grounds).addOffsetDateTime(at(now)))
                .chain(() -> connection
                        .preparedQuery(OPEN)
                        .execute(keysOf(grounds)
                                .addArrayOfOffsetDateTime(grounds.stream()
                                        .map(ground -> at(ground.since()))
                                        .toArray(OffsetDateTime[]::new))
                                .addArrayOfOffsetDateTime(grounds.stream()
                                        .map(ground -> ground.until()
                                                .map(RelationshipRepository::at)
                                                .orElse(null))
                                        .toArray(OffsetDateTime[]::new))))
                .replaceWithVoid();
    }

    /// @return whether anything ended
    Uni<Boolean> endSource(SqlClient connection, String patientId, String source, Instant end) {
        return connection
                .preparedQuery(END_SOURCE)
                .execute(Tuple.of(patientId, source, at(end)))
                .map(rows -> rows.rowCount() > 0);
    }

    /// Ends what this source said before and says no more.
    ///
    /// @param kept what it says now
    Uni<Boolean> endOthers(SqlClient connection, String patientId, String source, List<Ground> kept, Instant end) {
        var said = kept.stream()
                .map(ground -> ground.kind().slug() + " " + ground.organisation())
                .toArray(String[]::new);
        return connection
                .preparedQuery(END_OTHERS)
                .execute(Tuple.of(patientId, source, said, at(end)))
                .map(rows -> rows.rowCount() > 0);
    }

    /// Notes that an order was told of.
    ///
    /// @return false where something later was told of it already
    Uni<Boolean> tell(SqlClient connection, String source, Instant told) {
        return connection
                .preparedQuery(TELL)
                .execute(Tuple.of(source, at(told)))
                .map(rows -> rows.rowCount() > 0);
    }

    /// @param patientId the patient that the source names now
    /// @return the record that its grounds stand with
    Uni<String> home(SqlClient connection, String patientId, String source) {
        return connection
                .preparedQuery(HOME)
                .execute(Tuple.of(source, patientId))
                .map(rows ->
                        rows.size() == 0 ? patientId : rows.iterator().next().getString(0));
    }

    /// Ends what this source said about others than this record.
    ///
    /// @return whom it was said about
    Uni<Set<String>> endElsewhere(SqlClient connection, String patientId, String source, Instant end) {
        return connection
                .preparedQuery(END_ELSEWHERE)
                .execute(Tuple.of(patientId, source, at(end)))
                .map(RelationshipRepository::patientsIn);
    }

    /// Ends these facts and no others.
    ///
    /// @return whom they were about
    Uni<Set<String>> end(SqlClient connection, List<Ground> grounds, Instant end) {
        return connection
                .preparedQuery(END_GROUNDS)
                .execute(keysOf(grounds).addOffsetDateTime(at(end)))
                .map(RelationshipRepository::patientsIn);
    }

    /// @param patientId the record whose grounds last until the end; those of others end now
    Uni<Set<String>> endPools(SqlClient connection, String orderId, String patientId, Instant end, Instant now) {
        return connection
                .preparedQuery(END_POOLS)
                .execute(Tuple.of(orderId, patientId, at(end), at(now)))
                .map(RelationshipRepository::patientsIn);
    }

    private static Set<String> patientsIn(RowSet<Row> rows) {
        var patients = new HashSet<String>();
        rows.forEach(row -> patients.add(row.getString(0)));
        return patients;
    }

    Uni<Boolean> endKind(SqlClient connection, String patientId, GroundKind kind, Set<String> kept, Instant end) {
        return connection
                .preparedQuery(END_KIND)
                .execute(Tuple.of(patientId, kind.slug(), kept.toArray(String[]::new), at(end)))
                .map(rows -> rows.rowCount() > 0);
    }

    private static Tuple keysOf(List<Ground> grounds) {
        return Tuple.tuple()
                .addArrayOfString(texts(grounds, Ground::patientId))
                .addArrayOfString(texts(grounds, ground -> ground.kind().slug()))
                .addArrayOfString(texts(grounds, Ground::organisation))
                .addArrayOfString(texts(grounds, Ground::person))
                .addArrayOfString(texts(grounds, Ground::source));
    }

    private static String[] texts(List<Ground> grounds, Function<Ground, String> part) {
        return grounds.stream().map(part).toArray(String[]::new);
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
