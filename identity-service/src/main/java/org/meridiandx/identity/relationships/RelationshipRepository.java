package org.meridiandx.identity.relationships;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// Plain SQL: every intake adds its rows with one statement.
@ApplicationScoped
class RelationshipRepository {
    /// An ended row gives its name away, so that a second stay does not overwrite the first.
    private static final String RENAME_ENDED = """
            update access_ground g set source = g.source || '@' || to_char(g.since at time zone 'UTC', 'YYYYMMDDHH24MISSUS')
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
