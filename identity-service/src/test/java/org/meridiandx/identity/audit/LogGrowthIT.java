package org.meridiandx.identity.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.outbox.Outbox;
import org.meridiandx.testkit.region.RegionTestResource;

/// The log grows whole batches at a time, and only from an end that the region signed.
@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class LogGrowthIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    GrowingLog log;

    @Inject
    Pool pool;

    @Inject
    Vertx vertx;

    @Inject
    AuditService audit;

    @Inject
    AuditRepository repository;

    @Inject
    Outbox outbox;

    @Inject
    HeadCheck check;

    @Inject
    ChainAdoption adoption;

    @Inject
    TreeEnd end;

    @Test
    void shouldLetTwoPodsAppendAtOnce() {
        // Given
        var other = new AuditService(
                pool,
                vertx,
                repository,
                outbox,
                new LogGrowth(check, adoption, end, Clock.systemUTC(), new SimpleMeterRegistry()));
        var patientId = UUID.randomUUID().toString();
        var batches = IntStream.range(0, 20)
                .mapToObj(i -> IntStream.range(0, 10)
                        .mapToObj(j -> AuditEvents.read(patientId))
                        .toList())
                .toList();
        var appends = new ArrayList<Uni<Void>>();
        for (var i = 0; i < batches.size(); i++) {
            appends.add((i % 2 == 0 ? audit : other).append(batches.get(i), List.of()));
            // The same batch again from the other one, as after a rebalance.
            appends.add((i % 2 == 0 ? other : audit).append(batches.get(i), List.of()));
        }

        // When
        Uni.join().all(appends).andFailFast().await().atMost(PATIENCE);

        // Then
        assertThat(log.count("select count(*) from audit_event where patient_id = '" + patientId + "'"))
                .isEqualTo(200);
        assertThat(log.isIntact()).isTrue();
    }

    @Test
    void shouldLeaveNothingHalfDoneWhenItStopsBetweenBatchAndHead() {
        // Given
        log.append(1);
        var event = AuditEvents.read(UUID.randomUUID().toString());
        log.execute(
                "create function stop() returns trigger language plpgsql as 'begin raise exception ''stopped''; end'");
        log.execute("create trigger stop before update on audit_log for each row execute function stop()");

        // When
        assertThatThrownBy(() -> log.append(event)).hasMessageContaining("stopped");
        log.execute("drop trigger stop on audit_log");
        log.execute("drop function stop()");
        var afterStop = log.count("select count(*) from audit_event where id = '" + event.getId() + "'");
        log.append(event);

        // Then
        assertThat(afterStop).isZero();
        assertThat(log.count("select count(*) from audit_event where id = '" + event.getId() + "'"))
                .isEqualTo(1);
        assertThat(log.isIntact()).isTrue();
    }

    @Test
    void shouldNotBuildOnAnEndThatItDidNotSign() {
        // Given
        log.append(2);
        var event = AuditEvents.read(UUID.randomUUID().toString());
        log.execute("create table kept_log as select * from audit_log");
        log.execute(
                "update audit_log set signed_head = overlay(signed_head placing 'AAAA' from length(signed_head) - 99)");

        // When
        assertThatThrownBy(() -> log.append(event))
                .isInstanceOf(LogBrokenException.class)
                .hasMessageContaining("no good signature");

        // Then
        log.execute("update audit_log set signed_head = (select signed_head from kept_log)");
        log.execute("drop table kept_log");
        log.append(event);
        assertThat(log.isIntact()).isTrue();
    }

    @Test
    void shouldNoticeThatItsEndWasPutBack() {
        // Given
        log.append(2);
        log.execute("create table old_log as select * from audit_log");
        log.append(2);
        log.execute("create table new_log as select * from audit_log");
        log.execute("delete from audit_log; insert into audit_log select * from old_log");

        // When
        assertThatThrownBy(() -> log.append(1))
                .isInstanceOf(LogBrokenException.class)
                .hasMessageContaining("put back to an older state");

        // Then
        log.execute("delete from audit_log; insert into audit_log select * from new_log");
        log.execute("drop table old_log; drop table new_log");
        log.append(1);
        assertThat(log.isIntact()).isTrue();
    }
}
