package org.meridiandx.identity.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.meridiandx.identity.region.Region.as;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.JsonWebSignature;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.events.v1.AuditHead;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.identity.audit.chain.ChainHead;
import org.meridiandx.identity.audit.chain.ChainedEntry;
import org.meridiandx.identity.audit.merkle.Rfc9162;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.identity.tokens.KeyRing;
import org.meridiandx.outbox.Outbox;
import org.meridiandx.outbox.RegionEvents;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class LogGrowthIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

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

    @Inject
    KeyRing keys;

    @Inject
    HeadPublisher publisher;

    KafkaProbe kafka;
    Topics topics;

    @Test
    void shouldProveAServedEntryToWhoeverHasTheKey() throws Exception {
        // Given
        var events = append(5);
        append(300);
        var id = events.get(3).getId();

        // When
        var served = as("auditor").get("/fhir/R4/AuditEvent/" + id).asByteArray();
        var proof = as("auditor").get("/audit/log/inclusion/" + id).jsonPath();

        // Then
        var head = verified(proof.getString("signed"));
        assertThat(Rfc9162.verifyInclusion(
                        served,
                        proof.getLong("leafIndex"),
                        proof.getLong("treeSize"),
                        hashes(proof, "inclusionPath"),
                        HexFormat.of().parseHex(head.getString("root"))))
                .isTrue();
        assertThat(head.getLong("size")).isEqualTo(proof.getLong("treeSize"));
        assertThat(as("stranger").get("/audit/log/inclusion/" + id).statusCode())
                .isEqualTo(403);
    }

    @Test
    void shouldProveThatItOnlyGrew() {
        // Given
        append(3);
        var first = head();
        append(40);
        append(260);
        var second = head();

        // When
        var proof = as("auditor")
                .get("/audit/log/consistency?first=" + first.getLong("size") + "&second=" + second.getLong("size"))
                .jsonPath();

        // Then
        assertThat(Rfc9162.verifyConsistency(
                        first.getLong("size"),
                        second.getLong("size"),
                        HexFormat.of().parseHex(first.getString("root")),
                        HexFormat.of().parseHex(second.getString("root")),
                        hashes(proof, "consistencyPath")))
                .isTrue();
        assertThat(as("auditor").get("/audit/log/consistency?first=0").statusCode())
                .isEqualTo(400);
    }

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
        assertThat(count("select count(*) from audit_event where patient_id = '" + patientId + "'"))
                .isEqualTo(200);
        assertThat(isIntact()).isTrue();
    }

    @Test
    void shouldLeaveNothingHalfDoneWhenItStopsBetweenBatchAndHead() {
        // Given
        append(1);
        var event = AuditEvents.read(UUID.randomUUID().toString());
        execute("create function stop() returns trigger language plpgsql as 'begin raise exception ''stopped''; end'");
        execute("create trigger stop before update on audit_log for each row execute function stop()");

        // When
        assertThatThrownBy(() -> audit.append(List.of(event), List.of()).await().atMost(PATIENCE))
                .hasMessageContaining("stopped");
        execute("drop trigger stop on audit_log");
        execute("drop function stop()");
        var afterStop = count("select count(*) from audit_event where id = '" + event.getId() + "'");
        audit.append(List.of(event), List.of()).await().atMost(PATIENCE);

        // Then
        assertThat(afterStop).isZero();
        assertThat(count("select count(*) from audit_event where id = '" + event.getId() + "'"))
                .isEqualTo(1);
        assertThat(isIntact()).isTrue();
    }

    @Test
    void shouldNotBuildOnAnEndThatItDidNotSign() {
        // Given
        append(2);
        var event = AuditEvents.read(UUID.randomUUID().toString());
        execute("create table kept_log as select * from audit_log");
        execute("update audit_log set signed_head = overlay(signed_head placing 'AAAA' from length(signed_head) - 99)");

        // When
        assertThatThrownBy(() -> audit.append(List.of(event), List.of()).await().atMost(PATIENCE))
                .isInstanceOf(LogBrokenException.class)
                .hasMessageContaining("no good signature");

        // Then
        execute("update audit_log set signed_head = (select signed_head from kept_log)");
        execute("drop table kept_log");
        audit.append(List.of(event), List.of()).await().atMost(PATIENCE);
        assertThat(isIntact()).isTrue();
    }

    @Test
    void shouldNoticeThatItsEndWasPutBack() {
        // Given
        append(2);
        execute("create table old_log as select * from audit_log");
        append(2);
        execute("create table new_log as select * from audit_log");
        execute("delete from audit_log; insert into audit_log select * from old_log");

        // When
        assertThatThrownBy(() -> append(1))
                .isInstanceOf(LogBrokenException.class)
                .hasMessageContaining("put back to an older state");

        // Then
        execute("delete from audit_log; insert into audit_log select * from new_log");
        execute("drop table old_log; drop table new_log");
        append(1);
        assertThat(isIntact()).isTrue();
    }

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

    @Test
    void shouldTellItsEndToOtherRegionsAndWitnessTheirs() throws Exception {
        // Given
        append(1);
        var size = head().getLong("size");
        var foreign = "region-" + UUID.randomUUID();
        var witnessed = Event.newBuilder()
                .setId(UUID.randomUUID().toString())
                .setRegion(foreign)
                .setAuditHead(AuditHead.newBuilder()
                        .setSize(12)
                        .setRoot(com.google.protobuf.ByteString.copyFrom(new byte[32]))
                        .setSignedAt(RegionEvents.timestampOf(Instant.now()))
                        .setSigned("a.b.c"))
                .build();

        // When
        publisher.tell().await().atMost(PATIENCE);
        kafka.send(topics.auditHeads(), "", witnessed.toByteArray());

        // Then
        var told = kafka.await(topics.auditHeads(), 1, PATIENCE, record -> sizeOf(record.value()) >= size);
        assertThat(verified(Event.parseFrom(told.getFirst().value())
                                .getAuditHead()
                                .getSigned())
                        .getLong("size"))
                .isGreaterThanOrEqualTo(size);
        var kept = List.of();
        for (var tries = 0; tries < 100 && kept.isEmpty(); tries++) {
            Thread.sleep(100);
            kept = as("auditor")
                    .get("/audit/witnessed-heads?region=" + foreign)
                    .jsonPath()
                    .getList("$");
        }
        assertThat(kept).hasSize(1);
        assertThat(count("select count(*) from witnessed_head where region = '" + topics.region() + "'"))
                .isZero();
    }

    private static long sizeOf(byte[] payload) {
        try {
            return Event.parseFrom(payload).getAuditHead().getSize();
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            return -1;
        }
    }

    private List<Event> append(int entries) {
        var patientId = UUID.randomUUID().toString();
        var events = IntStream.range(0, entries)
                .mapToObj(i -> AuditEvents.read(patientId))
                .toList();
        audit.append(events, List.of()).await().atMost(PATIENCE);
        return events;
    }

    private static JsonPath head() {
        return as("auditor")
                .get("/audit/log/head")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    /// Checks the JWS with a library of others and the public key that everybody can fetch.
    private static JsonPath verified(String jws) throws Exception {
        var keys = new JsonWebKeySet(RestAssured.get("/oauth2/jwks").asString());
        var signature = new JsonWebSignature();
        signature.setCompactSerialization(jws);
        var kid = signature.getKeyIdHeaderValue();
        signature.setKey(keys.getJsonWebKeys().stream()
                .filter(jwk -> kid.equals(jwk.getKeyId()))
                .findFirst()
                .orElseThrow()
                .getKey());
        assertThat(signature.verifySignature()).isTrue();
        return JsonPath.from(signature.getPayload());
    }

    private static List<byte[]> hashes(JsonPath proof, String name) {
        return proof.getList(name, String.class).stream()
                .map(HexFormat.of()::parseHex)
                .toList();
    }

    private static boolean isIntact() {
        return as("auditor")
                .post("/fhir/R4/AuditEvent/$verify")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getBoolean("parameter.find { it.name == 'ok' }.valueBoolean");
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

    private void execute(String sql) {
        pool.query(sql).execute().await().atMost(PATIENCE);
    }

    private long count(String sql) {
        return pool.query(sql)
                .execute()
                .map(rows -> rows.iterator().next().getLong(0))
                .await()
                .atMost(PATIENCE);
    }
}
