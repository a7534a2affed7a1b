package org.meridiandx.identity.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.meridiandx.identity.audit.chain.ChainHead;
import org.meridiandx.identity.audit.chain.ChainedEntry;
import org.meridiandx.identity.audit.merkle.Rfc9162;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.identity.tokens.KeyRing;
import org.meridiandx.testkit.region.RegionTestResource;

/// The entries of the hash chain that came before the tree become its first leaves.
@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class ChainAdoptionIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    Pool pool;

    @Inject
    AuditRepository repository;

    @Inject
    HeadCheck check;

    @Inject
    ChainAdoption adoption;

    @Inject
    KeyRing keys;

    @Test
    void shouldTakeOverTheEntriesOfTheHashChain() {
        // Given
        var contents =
                IntStream.range(0, 300).mapToObj(i -> oldEntry("old-" + i)).toList();

        // When
        var taken = rolledBack(connection -> emptied(connection)
                .chain(() -> insertChain(connection, contents, 300))
                .chain(() -> adoption.takeOver(connection, LogState.ofNothing()))
                .chain(state -> repository.placeOf(connection, "old-7").map(place -> {
                    assertThat(place.orElseThrow().patientId()).isEqualTo("patient-1");
                    return state;
                })));

        // Then
        assertThat(taken.size()).isEqualTo(300);
        assertThat(taken.root()).isEqualTo(Rfc9162.treeHash(contents));
        assertThat(check.problemWith(taken)).isEmpty();
    }

    @Test
    void shouldNotTakeOverAChainThatWasCut() {
        // Given
        var contents = IntStream.range(0, 5).mapToObj(i -> oldEntry("old-" + i)).toList();

        // When
        assertThatThrownBy(() -> rolledBack(connection -> emptied(connection)
                        .chain(() -> insertChain(connection, contents, 4))
                        .chain(() -> adoption.takeOver(connection, LogState.ofNothing()))))
                // Then
                .isInstanceOf(LogBrokenException.class)
                .hasMessageContaining("does not hold");
    }

    private <T> T rolledBack(java.util.function.Function<SqlConnection, Uni<T>> work) {
        var connection = pool.getConnection().await().atMost(PATIENCE);
        try {
            connection.begin().await().atMost(PATIENCE);
            return work.apply(connection).await().atMost(PATIENCE);
        } finally {
            connection.query("rollback").execute().await().atMost(PATIENCE);
            connection.close().await().atMost(PATIENCE);
        }
    }

    private static Uni<Void> emptied(SqlConnection connection) {
        return connection
                .query("lock table audit_log; delete from audit_event; delete from audit_tile")
                .execute()
                .replaceWithVoid();
    }

    /// Rows as they were written before the tree, and the head that was signed over some of them.
    private Uni<Void> insertChain(SqlConnection connection, List<byte[]> contents, int covered) {
        var now = Instant.parse("2026-01-02T03:04:05.678Z");
        var hash = ChainedEntry.origin();
        var signed = hash;
        Uni<Void> all = Uni.createFrom().voidItem();
        for (var i = 0; i < contents.size(); i++) {
            var kept = new ChainedEntry.Kept(
                    "old-" + i, "patient-1", now, now, "R", "read", "0", "RX901", "", contents.get(i));
            var entry = ChainedEntry.after(hash, i + 1, kept);
            hash = entry.hash();
            signed = i + 1 == covered ? hash : signed;
            all = all.chain(() -> insert(connection, entry, now));
        }
        var head = new ChainHead(
                covered, signed, keys.active().id(), keys.active().sign(ChainHead.signedBytes(covered, signed)));
        return all.chain(() -> connection
                .preparedQuery("update audit_head set seq = $1, hash = $2, key_id = $3, signature = $4")
                .execute(
                        Tuple.of(head.seq(), Buffer.buffer(head.hash()), head.keyId(), Buffer.buffer(head.signature())))
                .replaceWithVoid());
    }

    private static Uni<Void> insert(SqlConnection connection, ChainedEntry entry, Instant at) {
        return connection
                .preparedQuery("insert into audit_event (seq, id, patient_id, recorded, last_updated, action, "
                        + "interaction, outcome, organisation, client_id, content, prev_hash, hash) "
                        + "values ($1, $2, 'patient-1', $3, $3, 'R', 'read', '0', 'RX901', '', $4, $5, $6)")
                .execute(Tuple.of(
                        entry.seq(),
                        entry.row().id(),
                        at.atOffset(ZoneOffset.UTC),
                        Buffer.buffer(entry.row().content()),
                        Buffer.buffer(entry.previousHash()),
                        Buffer.buffer(entry.hash())))
                .replaceWithVoid();
    }

    /// As the service wrote them before the tree.
    private static byte[] oldEntry(String id) {
        return ("""
                {"resourceType":"AuditEvent","id":"%s","meta":{"versionId":"1","lastUpdated":"2026-01-02T03:04:05.678Z"},\
                "action":"R","recorded":"2026-01-02T03:04:05.678Z","outcome":"0","agent":[{"altId":"unknown"}],\
                "entity":[{"what":{"reference":"Patient/patient-1"},"type":{"system":\
                "http://terminology.hl7.org/CodeSystem/audit-entity-type","code":"1"}}]}""".formatted(id)).getBytes(StandardCharsets.UTF_8);
    }
}
