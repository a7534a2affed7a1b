package org.meridiandx.directory.standing;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.meridiandx.directory.Standing;
import org.meridiandx.outbox.PlainStatements;

/// The table `patient_standing` of a service: what it was told of merges.
///
/// Who writes rows by patient reads the standings in the same transaction, under a shared lock per
/// record; who changes a standing waits for them. So a row is either written with the new standing,
/// or is there to be moved after it. Plain SQL, because the writers are hot paths: two statements,
/// sent together.
@Singleton
public class PatientStandings {
    private static final String COLUMNS = "recorded_patient_id, patient_id, nhs_number, version";
    /// The locks of one transaction are taken in the order of the ids.
    private static final String LOCK = """
            select pg_advisory_xact_lock%s(hashtextextended('patient-standing:' || id, 0))
            from (select distinct id from unnest($1::text[]) as t(id) order by id) as ids""";
    private static final String LOCK_TO_WRITE_ROWS = LOCK.formatted("_shared");
    private static final String LOCK_TO_CHANGE = LOCK.formatted("");
    private static final String READ =
            "select " + COLUMNS + " from patient_standing where recorded_patient_id = any($1)";
    private static final String KEEP = """
            insert into patient_standing (recorded_patient_id, patient_id, nhs_number, version, is_moving)
            values ($1, $2, $3, $4, true)
            on conflict (recorded_patient_id) do update set patient_id = excluded.patient_id,
                nhs_number = excluded.nhs_number, version = excluded.version, is_moving = true,
                move_attempts = 0, move_after = '-infinity'
            where patient_standing.version < excluded.version""";
    private static final String MOVING = """
            select recorded_patient_id from patient_standing where is_moving and move_after <= now()
            order by move_after, recorded_patient_id limit 100""";
    /// Waits twice as long after each attempt, up to ten minutes. What was told anew meanwhile does not wait.
    private static final String POSTPONE = """
            update patient_standing set move_attempts = move_attempts + 1,
                move_after = now() + least(interval '10 minutes', interval '1 second' * power(2, least(move_attempts, 10)))
            where recorded_patient_id = $1 and is_moving""";
    private static final String LOCK_TO_MOVE = "select " + COLUMNS
            + " from patient_standing where recorded_patient_id = $1 and is_moving for update skip locked";
    private static final String MOVED = "update patient_standing set is_moving = false where recorded_patient_id = $1";

    /// The standings of these records, which stay so until the transaction ends. To be asked before
    /// rows are written.
    ///
    /// @param recordedIds ids that rows are, or will be, recorded under; empty ones are nobody's
    public Uni<KeptStandings> inForce(SqlClient connection, Collection<String> recordedIds) {
        var ids = recordedIds.stream().filter(id -> !id.isEmpty()).distinct().toArray(String[]::new);
        if (ids.length == 0) {
            return Uni.createFrom().item(new KeptStandings(Map.of()));
        }
        var locked = connection.preparedQuery(LOCK_TO_WRITE_ROWS).execute(Tuple.of(ids));
        // a statement of its own: it has to see what was committed while the lock was waited for
        var read = connection.preparedQuery(READ).execute(Tuple.of(ids));
        return Uni.combine().all().unis(locked, read).asTuple().map(found -> {
            var kept = new HashMap<String, Standing>();
            found.getItem2().forEach(row -> kept.put(row.getString("recorded_patient_id"), standingOf(row)));
            return new KeptStandings(kept);
        });
    }

    /// As [#inForce(SqlClient, Collection)] for one record, through a Hibernate Reactive session.
    public Uni<KeptStandings> inForce(Mutiny.Session session, String recordedId) {
        if (recordedId.isEmpty()) {
            return Uni.createFrom().item(new KeptStandings(Map.of()));
        }
        var statements = PlainStatements.of(session);
        Object ids = new String[] {recordedId};
        return Uni.combine()
                .all()
                .unis(statements.select(LOCK_TO_WRITE_ROWS, ids), statements.select(READ, ids))
                .asTuple()
                .map(found -> new KeptStandings(found.getItem2().stream()
                        .map(PatientStandings::standingOf)
                        .collect(Collectors.toMap(Standing::recordedPatientId, standing -> standing))));
    }

    /// Keeps those that are later than what is kept, and marks their rows to be moved.
    Uni<Void> keep(SqlConnection connection, List<Standing> standings) {
        var ids = standings.stream().map(Standing::recordedPatientId).toArray(String[]::new);
        var rows = standings.stream()
                .sorted(Comparator.comparing(Standing::recordedPatientId))
                .map(standing -> Tuple.of(
                        standing.recordedPatientId(), standing.patientId(), standing.nhsNumber(), standing.version()))
                .toList();
        return connection
                .preparedQuery(LOCK_TO_CHANGE)
                .execute(Tuple.of(ids))
                .chain(() -> connection.preparedQuery(KEEP).executeBatch(rows))
                .replaceWithVoid();
    }

    /// Ids of records whose rows are not all moved yet and are due, those that failed longest ago first.
    Uni<List<String>> moving(SqlClient connection) {
        return connection.query(MOVING).execute().map(rows -> {
            var ids = new ArrayList<String>();
            rows.forEach(row -> ids.add(row.getString(0)));
            return ids;
        });
    }

    /// The standing of a record whose rows are to be moved; it cannot change, and nobody else moves
    /// them, until the transaction ends. Empty where all are moved, or somebody is at it.
    Uni<Optional<Standing>> lockToMove(SqlConnection connection, String recordedId) {
        return connection
                .preparedQuery(LOCK_TO_MOVE)
                .execute(Tuple.of(recordedId))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(standingOf(rows.iterator().next())));
    }

    /// Puts a record off whose rows could not be moved.
    Uni<Void> postpone(SqlClient connection, String recordedId) {
        return connection.preparedQuery(POSTPONE).execute(Tuple.of(recordedId)).replaceWithVoid();
    }

    Uni<Void> moved(SqlConnection connection, String recordedId) {
        return connection.preparedQuery(MOVED).execute(Tuple.of(recordedId)).replaceWithVoid();
    }

    private static Standing standingOf(Object[] row) {
        return new Standing((String) row[0], (String) row[1], (String) row[2], ((Number) row[3]).longValue());
    }

    private static Standing standingOf(Row row) {
        return new Standing(
                row.getString("recorded_patient_id"),
                row.getString("patient_id"),
                row.getString("nhs_number"),
                row.getLong("version"));
    }
}
