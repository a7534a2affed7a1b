package org.meridiandx.problem;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Knows a failure that means "the database, the broker or a peer is away", however it is wrapped.
///
/// Such a failure is answered 503 and may be tried again; any other is a fault of ours. Types of libraries that a
/// module may not have are known by their names, and what a library tells in words only, by its words.
public final class Outages {
    private static final int MOST_LOOKED_AT = 50;

    /// SQLSTATE classes and codes: connection, resources, shutdown, and a former primary that takes no writes.
    /// **Source:** PostgreSQL, appendix A.
    private static final List<String> SQL_STATES = List.of("08", "53", "57P", "25006");

    private static final Set<String> TYPES = Set.of(
            "io.vertx.sqlclient.ClosedConnectionException",
            "io.vertx.core.http.HttpClosedException",
            "io.vertx.core.http.StreamResetException",
            "io.vertx.core.http.ConnectionPoolTooBusyException",
            "io.smallrye.mutiny.TimeoutException",
            "org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException",
            "org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException",
            "org.hibernate.exception.JDBCConnectionException",
            "org.apache.kafka.common.errors.RetriableException");

    /// What the PostgreSQL client, its pool, Hibernate Reactive and Agroal say without a type of their own.
    private static final List<String> WORDS = List.of(
            "connection was closed",
            "connection is closed",
            "connection closed",
            "connection already closed",
            "connection was already closed",
            "connection is not active now",
            "connection has been closed",
            "pool closed",
            "pool is closed",
            "client is closed",
            "timeout waiting for connection",
            "acquisition timeout",
            "max wait queue size");

    private static final Set<String> OF_WORDS = Set.of(
            "java.lang.IllegalStateException",
            "io.vertx.core.VertxException",
            "io.vertx.core.impl.NoStackTraceThrowable",
            "io.vertx.core.impl.NoStackTraceException",
            "org.hibernate.HibernateException");

    private Outages() {}

    /// @return whether anything in the chain of causes, or suppressed along it, tells of a part that is away
    public static boolean isOutage(Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        return isOutage(failure, seen);
    }

    private static boolean isOutage(@Nullable Throwable failure, Set<Throwable> seen) {
        if (failure == null || seen.size() >= MOST_LOOKED_AT || !seen.add(failure)) {
            return false;
        }
        return tellsOutage(failure)
                || isOutage(failure.getCause(), seen)
                || Stream.of(failure.getSuppressed()).anyMatch(beside -> isOutage(beside, seen));
    }

    private static boolean tellsOutage(Throwable failure) {
        return switch (failure) {
            // Broken JSON is an IOException for its library, and a fault for us.
            case IOException broken -> !isA(broken, Set.of("com.fasterxml.jackson.core.JacksonException"));
            case TimeoutException late -> true;
            case SQLException refused -> isAway(refused.getSQLState());
            case StatusRuntimeException refused -> isAway(refused.getStatus());
            case StatusException refused -> isAway(refused.getStatus());
            default ->
                isA(failure, TYPES)
                        || isA(failure, OF_WORDS) && saysSo(failure)
                        || isA(failure, Set.of("io.vertx.sqlclient.DatabaseException")) && Client.isAway(failure);
        };
    }

    private static boolean saysSo(Throwable failure) {
        var message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return WORDS.stream().anyMatch(message::contains) || message.equals("timeout");
    }

    private static boolean isAway(@Nullable String sqlState) {
        return sqlState != null && SQL_STATES.stream().anyMatch(sqlState::startsWith);
    }

    private static boolean isAway(Status status) {
        return status.getCode() == Status.Code.UNAVAILABLE || status.getCode() == Status.Code.DEADLINE_EXCEEDED;
    }

    private static boolean isA(Throwable failure, Set<String> names) {
        return Stream.<Class<?>>iterate(failure.getClass(), type -> type != null, Class::getSuperclass)
                .anyMatch(type -> names.contains(type.getName()));
    }

    /// Loaded only once the class path is known to have the reactive SQL client.
    private static final class Client {
        static boolean isAway(Throwable failure) {
            return Outages.isAway(((io.vertx.sqlclient.DatabaseException) failure).getSqlState());
        }
    }
}
