package org.meridiandx.identity.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.identity.audit.AuditEvents;
import org.meridiandx.identity.audit.LogState;
import org.meridiandx.identity.audit.merkle.Frontier;
import org.meridiandx.identity.audit.merkle.Tile;
import org.meridiandx.identity.audit.merkle.TreeHash;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(value = IdentityTestResource.class, restrictToAnnotatedClass = true)
class TamperingIT {
    private static final int TAMPERINGS = Math.max(1_000, Integer.getInteger("tamperings", 0));
    private static final int ROLLED_BACK_ROUNDS = 25;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    Pool pool;

    @Inject
    VerifyService verification;

    @Inject
    VerifyRepository repository;

    KafkaProbe kafka;
    Topics topics;
    /// The end that the region signed when half of the entries were there.
    private static LogState earlier = new LogState(0, new byte[0], new byte[0], "");

    /// Once, and no more than a kept hash over 256 entries takes: each tampering reads the whole log.
    @BeforeEach
    void fill() throws InterruptedException {
        if (earlier.size() == 0) {
            write(130);
            earlier = state();
            write(130);
        }
    }

    @Test
    void shouldFindEachOfAThousandTamperings() {
        // Given
        var log = state();
        var witnessed = List.of(log.signedHead());
        var seed = System.nanoTime();
        var random = new Random(seed);
        var tried = new HashSet<Tampering>();
        var missed = new ArrayList<String>();

        // When
        for (var i = 0; i < TAMPERINGS; i++) {
            if (i % ROLLED_BACK_ROUNDS == 0) {
                // What is rolled back stays as dead rows and makes each round slower than the one before.
                pool.query("vacuum audit_event, audit_tile, audit_log")
                        .execute()
                        .await()
                        .atMost(PATIENCE);
            }
            var tampering = Tampering.random(random, log, earlier);
            while (!tried.add(tampering)) {
                tampering = Tampering.random(random, log, earlier);
            }
            var name = nameOf(tampering);
            run(tampering, witnessed, verdict -> {
                if (verdict.isIntact()) {
                    missed.add(name);
                }
            });
        }

        // Then
        assertThat(missed).as("missed with seed %d", seed).isEmpty();
        assertThat(verify(witnessed).isIntact()).isTrue();
    }

    /// What the witnesses are for: everything here fits and is signed by the region.
    @Test
    void shouldFindACutWithAnOldHeadByTheWitnessesOnly() {
        // Given
        var log = state();
        var cut = new Tampering(
                "cut",
                List.of(
                        "delete from audit_event where seq > " + earlier.size(),
                        "delete from audit_tile where (index + 1) * (256 ^ level) > " + earlier.size(),
                        "update audit_log set size = " + earlier.size() + ", root = '\\x" + hex(earlier.root())
                                + "', frontier = '\\x" + hex(earlier.frontier()) + "', signed_head = '"
                                + earlier.signedHead() + "'"),
                false);
        var alone = new ArrayList<Verdict>();
        var witnessed = new ArrayList<Verdict>();

        // When
        run(cut, List.of(), alone::add);
        run(cut, List.of(log.signedHead()), witnessed::add);

        // Then
        assertThat(alone.getFirst().findings()).isEmpty();
        assertThat(witnessed.getFirst().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.from()).isEqualTo(earlier.size() + 1);
            assertThat(finding.to()).isEqualTo(log.size());
            assertThat(finding.text()).contains("were cut off");
        });
    }

    @Test
    void shouldSayWhichEntriesAreConcerned() {
        // Given
        var moved = new Tampering(
                "swap",
                List.of(
                        "update audit_event set seq = -7 where seq = 7",
                        "update audit_event set seq = 7 where seq = 9",
                        "update audit_event set seq = 9 where seq = -7"),
                false);
        var found = new ArrayList<Verdict>();

        // When
        run(moved, List.of(), found::add);

        // Then
        assertThat(found.getFirst().findings())
                .extracting(Verdict.Finding::text)
                .contains(
                        "entry 7 says that it is entry 9: it was moved, or put in",
                        "entry 9 says that it is entry 7: it was moved, or put in");
    }

    @Test
    void shouldVerifyInPiecesWhileTheLogGrows() throws InterruptedException {
        // Given
        write(70);

        // When
        var last = verification.verify(List.of()).collect().last().await().atMost(PATIENCE);

        // Then
        assertThat(last.outcome().orElseThrow().verdict().findings()).isEmpty();
        assertThat(last.checked()).isEqualTo(last.of()).isGreaterThanOrEqualTo(330);
    }

    private static String nameOf(Tampering tampering) {
        return tampering.name() + (tampering.isRebuilt() ? " (rebuilt)" : "");
    }

    private void run(Tampering tampering, List<String> heads, java.util.function.Consumer<Verdict> told) {
        var connection = pool.getConnection().await().atMost(PATIENCE);
        try {
            var transaction = connection.begin().await().atMost(PATIENCE);
            for (var sql : tampering.statements()) {
                connection.query(sql).execute().await().atMost(PATIENCE);
            }
            if (tampering.isRebuilt()) {
                rebuild(connection);
            }
            told.accept(verification
                    .verify(connection, heads)
                    .await()
                    .atMost(PATIENCE)
                    .verdict());
            transaction.rollback().await().atMost(PATIENCE);
        } finally {
            connection.close().await().atMost(PATIENCE);
        }
    }

    /// The forger hashes all again; only the signature is out of reach.
    private static void rebuild(SqlConnection connection) {
        var frontier = Frontier.empty();
        var tiles = new ArrayList<Tile>();
        var seqs = new ArrayList<Long>();
        var hashes = new ArrayList<Buffer>();
        var rows = connection
                .query("select seq, content from audit_event order by seq")
                .execute();
        for (var row : rows.await().atMost(PATIENCE)) {
            var leaf = TreeHash.leaf(row.getBuffer(1).getBytes());
            seqs.add(row.getLong(0));
            hashes.add(Buffer.buffer(leaf));
            tiles.addAll(frontier.push(leaf));
        }
        execute(
                connection,
                "update audit_event e set leaf_hash = h.hash from unnest($1::bigint[], $2::bytea[]) as h (seq, hash) "
                        + "where e.seq = h.seq and e.leaf_hash is distinct from h.hash",
                Tuple.of(seqs.toArray(Long[]::new), hashes.toArray(Buffer[]::new)));
        execute(connection, "delete from audit_tile", Tuple.tuple());
        execute(
                connection,
                "insert into audit_tile select * from unnest($1::int[], $2::bigint[], $3::bytea[])",
                Tuple.of(
                        tiles.stream().map(Tile::level).toArray(Integer[]::new),
                        tiles.stream().map(Tile::index).toArray(Long[]::new),
                        tiles.stream().map(tile -> Buffer.buffer(tile.hash())).toArray(Buffer[]::new)));
        execute(
                connection,
                "update audit_log set size = $1, root = $2, frontier = $3",
                Tuple.of(frontier.size(), Buffer.buffer(frontier.root()), Buffer.buffer(frontier.encode())));
    }

    private static void execute(SqlConnection connection, String sql, Tuple tuple) {
        connection.preparedQuery(sql).execute(tuple).await().atMost(PATIENCE);
    }

    private Verdict verify(List<String> heads) {
        return pool.withTransaction(connection -> verification.verify(connection, heads))
                .await()
                .atMost(PATIENCE)
                .verdict();
    }

    private LogState state() {
        return repository.state(pool).await().atMost(PATIENCE).orElseThrow();
    }

    private void write(int entries) throws InterruptedException {
        var patientId = UUID.randomUUID().toString();
        for (var i = 0; i < entries; i++) {
            kafka.send(topics.audit(), patientId, AuditEvents.read(patientId).toByteArray());
        }
        for (var tries = 0; tries < 100; tries++) {
            if (count(patientId) == entries) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("the audit did not arrive");
    }

    private long count(String patientId) {
        Uni<Long> found = pool.preparedQuery("select count(*) from audit_event where patient_id = $1")
                .execute(Tuple.of(patientId))
                .map(rows -> rows.iterator().next().getLong(0));
        return found.await().atMost(PATIENCE);
    }

    private static String hex(byte[] bytes) {
        return java.util.HexFormat.of().formatHex(bytes);
    }
}
