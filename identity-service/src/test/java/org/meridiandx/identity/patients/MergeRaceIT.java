package org.meridiandx.identity.patients;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.meridiandx.access.Caller;
import org.meridiandx.access.Scopes;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.identity.patients.values.TrustOrder;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.identity.region.Region;
import org.meridiandx.testkit.region.RegionTestResource;

/// A change and a merge of one patient at the same time.
@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class MergeRaceIT {
    private static final String WAITING =
            "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like '%for update%'";
    private static final int PATIENCE_SECONDS = 30;

    @Inject
    Pool pool;

    @Inject
    PatientRegistry registry;

    @Inject
    PatientMerges merges;

    @Test
    void shouldKeepWhatAMergeBroughtWhenAChangeHasWaitedForIt() throws Exception {
        // Given
        var merged = Region.freshNhsNumber();
        var surviving = Region.freshNhsNumber();
        var mergedId = add(merged);
        var survivingId = add(surviving);
        var isMerged = new CompletableFuture<Void>();
        var mayCommit = new CompletableFuture<Void>();
        var merge = pool.withTransaction(connection -> merges.merge(connection, mergedId, survivingId, "test", caller())
                        .invoke(() -> isMerged.complete(null))
                        .call(() -> Uni.createFrom().completionStage(mayCommit)))
                .subscribeAsCompletionStage();
        isMerged.get(PATIENCE_SECONDS, TimeUnit.SECONDS);

        // When
        var change = pool.withTransaction(connection -> move(connection, survivingId))
                .subscribeAsCompletionStage();
        awaitAWaitingLock();
        mayCommit.complete(null);
        merge.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        change.get(PATIENCE_SECONDS, TimeUnit.SECONDS);

        // Then
        var survivor = read(survivingId);
        assertThat(survivor.getIdentifier())
                .extracting(Identifier::getValue)
                .containsExactlyInAnyOrder(merged, surviving);
        assertThat(survivor.getAddressFirstRep().getLine().getFirst().getValue())
                .isEqualTo("second");
    }

    private String add(String number) {
        var patient = new Patient();
        patient.addIdentifier(
                new Identifier().setSystem("https://fhir.nhs.uk/Id/nhs-number").setValue(number));
        patient.addName().setFamily("Race");
        patient.addAddress().addLine("first");
        return await(pool.withTransaction(connection -> registry.add(connection, patient, source())))
                .id();
    }

    private Uni<StoredResource> move(SqlClient connection, String id) {
        return registry.lock(connection, id).map(Optional::orElseThrow).chain(kin -> {
            var patient = kin.whole(id);
            patient.getAddress().clear();
            patient.addAddress().addLine("second");
            return registry.change(connection, kin, id, patient, source());
        });
    }

    private void awaitAWaitingLock() {
        for (var i = 0; i < PATIENCE_SECONDS * 20; i++) {
            var rows = await(pool.query(WAITING).execute());
            if (rows.iterator().next().getLong(0) > 0) {
                return;
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        throw new AssertionError("the change did not wait for the merge");
    }

    private Patient read(String id) {
        var rows = await(
                pool.preparedQuery("select content from patient where id = $1").execute(Tuple.of(id)));
        return FhirJson.parse(rows.iterator().next().getBuffer(0).getBytes(), Patient.class);
    }

    private static <T> T await(Uni<T> work) {
        return work.await().atMost(Duration.ofSeconds(PATIENCE_SECONDS));
    }

    private static PatientRegistry.Source source() {
        return new PatientRegistry.Source(caller(), true, "registration", TrustOrder.Kind.OWN);
    }

    private static Caller caller() {
        return new Caller(
                "test", "RX901", "loader", Optional.empty(), Optional.empty(), "direct-care", new Scopes(List.of()));
    }
}
