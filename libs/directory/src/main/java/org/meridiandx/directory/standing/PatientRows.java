package org.meridiandx.directory.standing;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import org.meridiandx.directory.Standing;

/// What a service keeps by patient. Each service has one bean of this type.
public interface PatientRows {

    /// Gives some of the rows that were recorded under [Standing#recordedPatientId()], and count
    /// for another patient than [Standing#patientId()], to the latter: a new version of each, and
    /// whatever others have to be told.
    ///
    /// @param connection of the transaction that this is a part of
    /// @param limit how many rows at the most, of each table
    /// @return how many were moved; 0 where none was left
    Uni<Integer> move(SqlConnection connection, Standing standing, int limit);
}
