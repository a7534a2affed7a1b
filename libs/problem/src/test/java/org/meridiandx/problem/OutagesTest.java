package org.meridiandx.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.fasterxml.jackson.core.JsonParseException;
import io.grpc.Status;
import io.smallrye.mutiny.CompositeException;
import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.hibernate.HibernateException;
import org.hibernate.exception.JDBCConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OutagesTest {

    static Stream<Arguments> outages() {
        return Stream.of(
                argumentSet("closed under a query", ClosedConnectionException.INSTANCE),
                argumentSet("its words alone", new VertxException("Connection was closed")),
                argumentSet("http closed", new HttpClosedException("Connection was closed")),
                argumentSet("http pool full", new ConnectionPoolTooBusyException("busy")),
                argumentSet("admin shutdown", sqlState("57P01")),
                argumentSet("crash shutdown", sqlState("57P02")),
                argumentSet("starting up", sqlState("57P03")),
                argumentSet("connection failure", sqlState("08006")),
                argumentSet("too many connections", sqlState("53300")),
                argumentSet("disk full", sqlState("53100")),
                argumentSet("now a standby", sqlState("25006")),
                argumentSet("jdbc", new SQLException("terminating connection", "57P01")),
                argumentSet("jdbc, connection", new SQLTransientConnectionException("refused", "08001")),
                argumentSet(
                        "hibernate around jdbc",
                        new JDBCConnectionException("acquire", new SQLException("refused", "08001"))),
                argumentSet(
                        "hibernate around the client",
                        new CompletionException(new HibernateException(ClosedConnectionException.INSTANCE))),
                argumentSet("hibernate's words", new HibernateException("HR000089: Connection is closed")));
    }

    static Stream<Arguments> outagesInWordsOrElsewhere() {
        return Stream.of(
                argumentSet("closed connection", new IllegalStateException("Connection is closed")),
                argumentSet("closed pool", new IllegalStateException("Pool closed")),
                argumentSet(
                        "dying connection",
                        new NoStackTraceThrowable("Connection is not active now, current status: CLOSED")),
                argumentSet(
                        "queue full",
                        new ConnectionPoolTooBusyException("Connection pool reached max wait queue size of 5")),
                argumentSet("pool timeout", new NoStackTraceThrowable("Timeout")),
                argumentSet("no connection in time", new VertxException("Timeout waiting for connection")),
                argumentSet("refused", new CompletionException(new ConnectException("Connection refused"))),
                argumentSet("reset", new UncheckedIOException(new IOException("Connection reset by peer"))),
                argumentSet("channel", new ClosedChannelException()),
                argumentSet("timeout", new TimeoutException()),
                argumentSet("timeout of a Uni", new io.smallrye.mutiny.TimeoutException()),
                argumentSet("peer away", Status.UNAVAILABLE.asRuntimeException()),
                argumentSet("peer away, checked", Status.UNAVAILABLE.asException()),
                argumentSet("peer late", Status.DEADLINE_EXCEEDED.asRuntimeException()),
                argumentSet("broker late", new org.apache.kafka.common.errors.TimeoutException("30 s")),
                argumentSet("broker moves", new NotLeaderOrFollowerException("moved")),
                argumentSet(
                        "one of two",
                        new CompositeException(
                                new IllegalArgumentException("ours"), ClosedConnectionException.INSTANCE)));
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                argumentSet("null", new NullPointerException()),
                argumentSet("unique violation", sqlState("23505")),
                argumentSet("no such table", sqlState("42P01")),
                argumentSet("cancelled statement", sqlState("57014")),
                argumentSet("jdbc fault", new SQLException("syntax", "42601")),
                argumentSet("jdbc without a state", new SQLException("odd")),
                argumentSet("hibernate fault", new HibernateException(sqlState("23505"))),
                argumentSet("a state", new IllegalStateException("the order is closed")),
                argumentSet("words of ours", new IllegalArgumentException("Connection is closed")),
                argumentSet("no words", new IllegalStateException()),
                argumentSet("broken json", new UncheckedIOException(new JsonParseException(null, "Unexpected"))),
                argumentSet("peer's fault", Status.INTERNAL.asRuntimeException()),
                argumentSet("too large", new RecordTooLargeException("too large")));
    }

    @ParameterizedTest
    @MethodSource({"outages", "outagesInWordsOrElsewhere"})
    void shouldKnowAnOutageInEveryShape(Throwable failure) {
        assertThat(Outages.isOutage(failure)).isTrue();
        assertThat(Outages.isOutage(new IllegalStateException("failed", new RuntimeException(failure))))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void shouldNotHideAFaultOfOursBehindAnOutage(Throwable failure) {
        assertThat(Outages.isOutage(failure)).isFalse();
    }

    @Test
    void shouldEndOnACircleOfCauses() {
        // Given
        var first = new IllegalStateException("first");
        var second = new IllegalStateException("second", first);
        first.initCause(second);

        // When
        var isOutage = Outages.isOutage(first);

        // Then
        assertThat(isOutage).isFalse();
    }

    private static PgException sqlState(String code) {
        return new PgException("refused", "FATAL", code, "");
    }
}
