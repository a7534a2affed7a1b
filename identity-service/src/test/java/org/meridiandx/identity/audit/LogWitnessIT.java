package org.meridiandx.identity.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.identity.region.Region.as;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.JsonWebSignature;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.events.v1.AuditHead;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.identity.audit.merkle.Rfc9162;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.outbox.RegionEvents;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.region.Topics;

/// What those who do not believe us can check: proofs, and the ends that regions tell each other.
@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class LogWitnessIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    GrowingLog log;

    @Inject
    HeadPublisher publisher;

    @Inject
    MeterRegistry metrics;

    KafkaProbe kafka;
    Topics topics;

    @Test
    void shouldProveAServedEntryToWhoeverHasTheKey() throws Exception {
        // Given
        var events = log.append(5);
        log.append(300);
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
        log.append(3);
        var first = head();
        log.append(40);
        log.append(260);
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
    void shouldTellItsEndToOtherRegionsAndWitnessTheirs() throws Exception {
        // Given
        log.append(1);
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
        assertThat(log.count("select count(*) from witnessed_head where region = '" + topics.region() + "'"))
                .isZero();
    }

    @Test
    void shouldRaiseTheAlarmForHeadsThatCannotBothBeTrue() throws Exception {
        // Given
        var foreign = "region-" + UUID.randomUUID();
        var noon = Instant.parse("2026-03-01T12:00:00Z");

        // When
        tell(foreign, 12, 0, noon);
        tell(foreign, 13, 0, noon.plusSeconds(60));
        tell(foreign + "\0", 14, 0, noon);
        tell(foreign, 13, 1, noon.plusSeconds(60));
        tell(foreign, 11, 0, noon.plusSeconds(90));
        tell(foreign, 20, 0, noon.minusSeconds(60));
        tell(foreign, 21, 0, noon.plusSeconds(120));

        // Then
        var kept = witnessedOf(foreign);
        for (var tries = 0; tries < 100 && !kept.contains(21); tries++) {
            Thread.sleep(100);
            kept = witnessedOf(foreign);
        }
        assertThat(kept).containsExactlyInAnyOrder(21, 20, 13, 13, 12, 11);
        assertThat(metrics.counter("audit_heads_contradicting", "region", foreign)
                        .count())
                .isEqualTo(3);
    }

    private void tell(String region, int size, int root, Instant signedAt) throws Exception {
        var hash = new byte[32];
        hash[0] = (byte) root;
        var event = Event.newBuilder()
                .setId(UUID.randomUUID().toString())
                .setRegion(region)
                .setAuditHead(AuditHead.newBuilder()
                        .setSize(size)
                        .setRoot(com.google.protobuf.ByteString.copyFrom(hash))
                        .setSignedAt(RegionEvents.timestampOf(signedAt))
                        .setSigned("a.b.c"));
        kafka.send(topics.auditHeads(), "", event.build().toByteArray());
    }

    private static List<Integer> witnessedOf(String region) {
        return as("auditor")
                .get("/audit/witnessed-heads?region=" + region)
                .jsonPath()
                .getList("size", Integer.class);
    }

    private static long sizeOf(byte[] payload) {
        try {
            return Event.parseFrom(payload).getAuditHead().getSize();
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            return -1;
        }
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
}
