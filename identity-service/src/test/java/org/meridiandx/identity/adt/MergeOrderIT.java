package org.meridiandx.identity.adt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.identity.region.Region.as;
import static org.meridiandx.identity.region.Region.createPatient;
import static org.meridiandx.identity.region.Region.freshNhsNumber;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.meridiandx.access.Caller;
import org.meridiandx.access.Scopes;
import org.meridiandx.hl7v2.mllp.MllpClient;
import org.meridiandx.identity.patients.PatientMerges;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.testkit.region.RegionTestResource;

/// A merge by message and one by API that meet at one patient wait for one another in one order.
@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class MergeOrderIT {
    private static final String WAITING = """
            select count(*) from pg_stat_activity
            where wait_event_type = 'Lock' and (query like '%for update%' or query like '%pg_advisory%')""";
    private static final int PATIENCE_SECONDS = 30;

    @Inject
    Pool pool;

    @Inject
    PatientMerges merges;

    @Test
    void shouldCarryOutBothMergesThatMeet() throws Exception {
        // Given
        var number = freshNhsNumber();
        send(adt("A28", "NEW" + number));
        send(adt("A28", "OLD" + number));
        var survivor = idOf("NEW" + number);
        var third = createPatient(freshNhsNumber(), "Order");
        var isHeld = new CompletableFuture<Void>();
        var release = new CompletableFuture<Void>();
        var holder = pool.withTransaction(connection -> connection
                        .preparedQuery("select 1 from patient where id = $1 for update")
                        .execute(Tuple.of(survivor))
                        .invoke(() -> isHeld.complete(null))
                        .call(() -> Uni.createFrom().completionStage(release)))
                .subscribeAsCompletionStage();
        isHeld.get(PATIENCE_SECONDS, TimeUnit.SECONDS);

        // When
        var byMessage = CompletableFuture.supplyAsync(
                () -> send(adt("A40", "NEW" + number) + "MRG|OLD" + number + "^^^RX901^MR\r"));
        awaitWaiting(1);
        var byApi = pool.withTransaction(connection -> merges.merge(connection, third, survivor, "test", caller()))
                .subscribeAsCompletionStage();
        awaitWaiting(2);
        release.complete(null);
        holder.get(PATIENCE_SECONDS, TimeUnit.SECONDS);

        // Then
        assertThat(byApi.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isInstanceOf(PatientMerges.Result.Done.class);
        var reply = byMessage.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(reply.code()).isEqualTo("AA");
        assertThat(reply.message().text()).doesNotContain("ERR|");
    }

    private void awaitWaiting(long count) {
        for (var i = 0; i < PATIENCE_SECONDS * 20; i++) {
            var rows = pool.query(WAITING).execute().await().atMost(Duration.ofSeconds(PATIENCE_SECONDS));
            if (rows.iterator().next().getLong(0) >= count) {
                return;
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        throw new AssertionError("fewer than " + count + " wait");
    }

    private static String idOf(String mrn) {
        return as("hospital-doctor")
                .queryParam("identifier", "urn:meridian:rx901:mrn|" + mrn)
                .get("/fhir/R4/Patient")
                .jsonPath()
                .getString("entry[0].resource.id");
    }

    private static MllpClient.Reply send(String message) {
        var port = ConfigProvider.getConfig().getValue("meridian.mllp.port", Integer.class);
        try (var client = MllpClient.connect("localhost", port, Duration.ofSeconds(20))) {
            return client.send(message.getBytes(StandardCharsets.UTF_8));
        } catch (java.io.IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    private static String adt(String trigger, String mrn) {
        return "MSH|^~\\&|PAS|RX901|MERIDIAN|NORTH|20261121120000||ADT^" + trigger + "|" + UUID.randomUUID()
                + "|P|2.5.1\rEVN|" + trigger + "|20261121120000\rPID|1||" + mrn + "^^^RX901^MR||Order^Jo||19700101|F\r";
    }

    private static Caller caller() {
        return new Caller(
                "test", "RX901", "loader", Optional.empty(), Optional.empty(), "direct-care", new Scopes(List.of()));
    }
}
