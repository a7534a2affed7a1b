package org.meridiandx.result.filing;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.time.Instant;

/// Who follows what is filed until somebody has acted on it. An interface, because filing knows
/// nothing of following.
public interface FiledFollower {
    /// Called in the transaction of the filing, after its rows were sent: what is followed is as
    /// durable as the report.
    ///
    /// @param filing with at least one report
    /// @param at when it was filed
    Uni<Void> filed(SqlClient connection, Filing filing, Instant at);
}
