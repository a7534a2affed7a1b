package org.meridiandx.indicators;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.StreamSupport;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Counts by SQL, within a time limit. Plain SQL and not Hibernate: it counts rows and loads none.
@ApplicationScoped
public class IndicatorDatabase {
    private static final String QUERY_CANCELED = "57014";
    private final Pool pool;
    private final IndicatorConfig config;

    IndicatorDatabase(Pool pool, IndicatorConfig config) {
        this.pool = pool;
        this.config = config;
    }

    /// An indicator that one statement counts.
    ///
    /// @param statement takes the organisation ('' for the whole region), the first moment and the
    ///     moment after the last; gives the columns `grp` (text), `numerator` (numeric) and
    ///     `denominator` (bigint)
    public IndicatorSource counted(IndicatorDefinition definition, String statement) {
        return new Counted(definition, statement, this);
    }

    private record Counted(IndicatorDefinition definition, String statement, IndicatorDatabase database)
            implements IndicatorSource {
        @Override
        public Uni<List<IndicatorCount>> count(IndicatorQuestion question) {
            return database.count(statement, question);
        }
    }

    private Uni<List<IndicatorCount>> count(String statement, IndicatorQuestion question) {
        return pool.withTransaction(connection -> limited(connection, statement, question))
                .onFailure(IndicatorDatabase::isOverTime)
                .transform(over -> ProblemException.of(
                        ProblemCode.TOO_COSTLY, "Counting took too long. Ask for a shorter period."));
    }

    private Uni<List<IndicatorCount>> limited(SqlConnection connection, String statement, IndicatorQuestion question) {
        var arguments = Tuple.of(
                question.organisation().orElse(""),
                question.from().atOffset(ZoneOffset.UTC),
                question.until().atOffset(ZoneOffset.UTC));
        return connection
                .query("set local statement_timeout = " + config.timeLimit().toMillis())
                .execute()
                .chain(() -> connection.preparedQuery(statement).execute(arguments))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(IndicatorDatabase::countOf)
                        .toList());
    }

    private static IndicatorCount countOf(Row row) {
        return new IndicatorCount(row.getString("grp"), row.getBigDecimal("numerator"), row.getLong("denominator"));
    }

    private static boolean isOverTime(Throwable failure) {
        return failure instanceof PgException refused && QUERY_CANCELED.equals(refused.getSqlState());
    }
}
