package org.meridiandx.order.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.meridiandx.outbox.PlainStatements;
import org.meridiandx.testkit.region.RegionTestResource;

/// What is sent together in the transaction of a session, on a table that needs nothing else.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class PlainStatementsIT {
    private static final String ADD = "insert into inbox (source, message_id) values ($1, $2)";
    private static final String FIND = "select message_id from inbox where source = $1 order by message_id";
    private static final int TIMES = 30;
    private final String source = "test:" + UUID.randomUUID();

    private static <T> T inTransaction(Function<PlainStatements, Uni<T>> work) throws Throwable {
        return VertxContextSupport.subscribeAndAwait(() -> Panache.withTransaction(
                () -> Panache.getSession().chain(session -> work.apply(PlainStatements.of(session)))));
    }

    private List<Object> found() throws Throwable {
        return inTransaction(statements -> statements.select(FIND, source)).stream()
                .map(row -> row[0])
                .toList();
    }

    @Test
    void shouldRunThemInOrderAndLetEachSeeTheOnesBefore() throws Throwable {
        // When
        var seen = inTransaction(statements -> Uni.combine()
                .all()
                .unis(
                        statements.update(ADD, source, "a"),
                        statements.select(FIND, source),
                        statements.update(ADD, source, "b"))
                .with((first, rows, second) -> rows.size() + first + second));

        // Then one row was there in between, and each wrote one
        assertThat(seen).isEqualTo(3);
        assertThat(found()).containsExactly("a", "b");
    }

    @Test
    void shouldLeaveNothingAndAGoodConnectionWhereOneOfThemFails() throws Throwable {
        for (var time = 0; time < TIMES; time++) {
            // When the second one has the key of the first
            var failure = catchThrowable(() -> inTransaction(statements -> Uni.combine()
                    .all()
                    .unis(
                            statements.update(ADD, source, "a"),
                            statements.update(ADD, source, "a"),
                            statements.update(ADD, source, "b"))
                    .discardItems()));

            // Then
            assertThat(failure).hasStackTraceContaining("23505");
            assertThat(found()).isEmpty();
        }
    }
}
