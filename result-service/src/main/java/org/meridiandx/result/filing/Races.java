package org.meridiandx.result.filing;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.pgclient.PgException;
import java.util.Set;
import java.util.function.Function;

/// Transactions that may meet one that writes the same rows: the loser starts again and finds what
/// the winner wrote.
public final class Races {
    /// unique_violation, serialization_failure, deadlock_detected
    private static final Set<String> LOST = Set.of("23505", "40001", "40P01");
    private static final int ATTEMPTS = 5;

    private Races() {}

    /// @param work is run anew each time, so it must not change what it is given
    public static <T> Uni<T> inTransaction(Pool pool, Function<SqlClient, Uni<T>> work) {
        return Uni.createFrom()
                .deferred(() -> pool.withTransaction(work::apply))
                .onFailure(Races::isLost)
                .retry()
                .atMost(ATTEMPTS);
    }

    private static boolean isLost(Throwable failure) {
        return failure instanceof PgException refused && LOST.contains(refused.getSqlState());
    }
}
