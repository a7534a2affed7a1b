package org.meridiandx.directory.standing;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.contracts.events.v1.PatientChanged;
import org.meridiandx.contracts.events.v1.PatientStanding;
import org.meridiandx.directory.PatientAnswer;
import org.meridiandx.directory.PatientDirectoryClient;
import org.meridiandx.directory.PatientQuery;
import org.meridiandx.directory.Standing;

/// Follows merges and unmerges: keeps each standing at once, and moves the rows after it, batch by
/// batch.
///
/// Each batch is a transaction of its own, and the next one begins where it ended, after a restart
/// too. Events may come twice, late and in any order: only a later version of a standing changes
/// anything.
@ApplicationScoped
public class PatientFollower {
    private final Pool pool;
    private final PatientStandings standings;
    private final PatientDirectoryClient patients;
    private final Instance<PatientRows> rows;
    private final int batch;

    PatientFollower(
            Pool pool,
            PatientStandings standings,
            PatientDirectoryClient patients,
            Instance<PatientRows> rows,
            @ConfigProperty(name = "meridian.merges.batch", defaultValue = "200") int batch) {
        this.pool = pool;
        this.standings = standings;
        this.patients = patients;
        this.rows = rows;
        this.batch = batch;
    }

    /// Keeps what an event says; the rows follow within moments. Any other kind of change is left
    /// alone.
    ///
    /// @return fails when identity-service or the database is away: safe to be called again
    public Uni<Void> hear(PatientChanged changed) {
        return switch (changed.getKind()) {
            case MERGED, UNMERGED -> keep(changed.getStandingsList());
            case CREATED, UPDATED, KIND_UNSPECIFIED, UNRECOGNIZED ->
                Uni.createFrom().voidItem();
        };
    }

    /// Moves the rows of records whose standing has changed, a hundred at a time. One that cannot
    /// be moved waits, longer after each attempt, and takes no other's place.
    ///
    /// @return fails where some could not be moved, after all others were: safe to be called again
    public Uni<Void> moveAll() {
        return rows.isResolvable()
                ? standings.moving(pool).chain(this::moveEach)
                : Uni.createFrom().voidItem();
    }

    private Uni<Void> keep(List<PatientStanding> told) {
        var inForce = new LinkedHashSet<String>();
        told.forEach(standing -> inForce.add(standing.getPatientId()));
        return told.isEmpty()
                ? Uni.createFrom().voidItem()
                : numbersOf(inForce)
                        .map(numbers -> told.stream()
                                .map(standing -> standingOf(standing, numbers))
                                .toList())
                        .chain(all -> pool.withTransaction(connection -> standings.keep(connection, all)));
    }

    private static Standing standingOf(PatientStanding told, Map<String, String> numbers) {
        return new Standing(
                told.getRecordedPatientId(),
                told.getPatientId(),
                numbers.getOrDefault(told.getPatientId(), ""),
                told.getVersion());
    }

    private Uni<Map<String, String>> numbersOf(LinkedHashSet<String> patientIds) {
        return Multi.createFrom()
                .iterable(patientIds)
                .onItem()
                .transformToUniAndConcatenate(id -> patients.findAnew(PatientQuery.ofId(id))
                        .map(PatientAnswer::reached)
                        .map(answer -> Map.entry(id, numberOf(answer))))
                .collect()
                .asMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private static String numberOf(PatientAnswer answer) {
        return answer instanceof PatientAnswer.Found found ? found.nhsNumber() : "";
    }

    /// A record that cannot be moved holds up no other.
    private Uni<Void> moveEach(List<String> recordedIds) {
        return Multi.createFrom()
                .iterable(recordedIds)
                .onItem()
                .transformToUni(this::moveRecord)
                .collectFailures()
                .concatenate()
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> moveRecord(String recordedId) {
        return Multi.createBy()
                .repeating()
                .uni(() -> pool.withTransaction(connection -> moveSome(connection, recordedId)))
                .whilst(moved -> moved > 0)
                .collect()
                .last()
                .onFailure()
                .call(() -> standings.postpone(pool, recordedId))
                .replaceWithVoid();
    }

    private Uni<Integer> moveSome(SqlConnection connection, String recordedId) {
        return standings
                .lockToMove(connection, recordedId)
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().item(0)
                        : rows.get().move(connection, found.get(), batch).call(doneWith(connection, recordedId)));
    }

    private Function<Integer, Uni<?>> doneWith(SqlConnection connection, String recordedId) {
        return moved -> moved > 0 ? Uni.createFrom().voidItem() : standings.moved(connection, recordedId);
    }
}
