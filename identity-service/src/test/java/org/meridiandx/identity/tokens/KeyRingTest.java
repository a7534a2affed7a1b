package org.meridiandx.identity.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meridiandx.jws.JwsAlgorithm;

/// The ring over a directory that changes as a mounted secret does: files are symbolic links into a
/// folder that is changed for another in one step.
class KeyRingTest {
    private static final Instant NOON = Instant.parse("2026-09-01T12:00:00Z");
    private static final Duration LIFE = Duration.ofMinutes(5);

    @TempDir
    Path mount;

    private final TestClock clock = new TestClock();
    private final Map<String, String> secret = new LinkedHashMap<>();

    @BeforeEach
    void mountFirst() throws Exception {
        secret.put("key.pem", pem("RSA"));
        publish();
    }

    @Test
    void shouldTakeUpTheNextKeyOfTheSecretWithoutARestart() throws Exception {
        // Given
        var ring = ring(Duration.ofHours(1));
        var first = ring.active();
        secret.put("north-20260901T121000Z.pem", pem("RSA"));

        // When
        publish();
        ring.readAgain();

        // Then
        assertThat(published(ring)).hasSize(2).contains(first.id());
        assertThat(ring.active()).isSameAs(first);
        clock.now = NOON.plus(Duration.ofMinutes(10));
        assertThat(ring.active().id()).isNotEqualTo(first.id());
    }

    @Test
    void shouldPublishTheOldKeyUntilItsLastTokenHasEnded() throws Exception {
        // Given
        secret.put("north-20260901T121000Z.pem", pem("RSA"));
        publish();
        var ring = ring(Duration.ofMinutes(6));
        clock.now = Instant.parse("2026-09-01T12:09:59Z");
        var old = ring.active();

        // When
        var lastTokenEnds = clock.now.plus(LIFE);

        // Then
        for (clock.now = NOON; clock.now.isBefore(lastTokenEnds); clock.now = clock.now.plusSeconds(1)) {
            ring.readAgain();
            assertThat(published(ring)).contains(old.id());
        }
        clock.now = Instant.parse("2026-09-01T12:16:00Z");
        assertThat(published(ring)).hasSize(1).doesNotContain(old.id());
        assertThat(ring.find(old.id())).isPresent();
    }

    @Test
    void shouldSignWithEs256OnceAnEcKeyHasItsTurn() throws Exception {
        // Given
        var ring = ring(Duration.ofHours(1));
        secret.put("north-20260901T121000Z.pem", pem("EC"));

        // When
        publish();
        ring.readAgain();
        clock.now = NOON.plus(Duration.ofMinutes(10));

        // Then
        assertThat(ring.algorithmOf(ring.active())).isEqualTo(JwsAlgorithm.ES256);
        assertThat(ring.algorithms()).containsExactlyInAnyOrder("RS256", "ES256");
    }

    @Test
    void shouldGoOnWithItsKeysWhenTheSecretBecomesUnusable() throws Exception {
        // Given
        var ring = ring(Duration.ofHours(1));
        var first = ring.active();
        secret.put("north-20260901T121000Z.pem", "no key at all");

        // When
        publish();
        ring.readAgain();

        // Then
        clock.now = NOON.plus(Duration.ofHours(1));
        assertThat(ring.active()).isSameAs(first);
        assertThat(published(ring)).containsExactly(first.id());
    }

    @Test
    void shouldNotStartWhereKeysAreForgottenBeforeTheirTokensEnd() {
        assertThatThrownBy(() -> ring(LIFE.minusSeconds(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("meridian.token.retired-key-kept");
    }

    private KeyRing ring(Duration kept) {
        return new KeyRing(Optional.of(mount), new Settings(kept), clock);
    }

    private static List<String> published(KeyRing ring) throws IOException {
        return new ObjectMapper().readTree(ring.toJwks()).path("keys").findValuesAsText("kid");
    }

    /// **Source:** Kubernetes, how the kubelet writes secrets (`..data` and links through it).
    private void publish() throws IOException {
        var content = Files.createTempDirectory(mount, "..2026_09_01_");
        for (var file : secret.entrySet()) {
            Files.writeString(content.resolve(file.getKey()), file.getValue());
        }
        var next = Files.createSymbolicLink(mount.resolve("..data_tmp"), content.getFileName());
        Files.move(next, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        for (var name : secret.keySet()) {
            var link = mount.resolve(name);
            if (!Files.isSymbolicLink(link)) {
                Files.createSymbolicLink(link, Path.of("..data", name));
            }
        }
    }

    private static String pem(String kind) throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance(kind);
        if (kind.equals("EC")) {
            generator.initialize(new ECGenParameterSpec("secp256r1"));
        } else {
            generator.initialize(2048);
        }
        var encoded = generator.generateKeyPair().getPrivate().getEncoded();
        return "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(encoded)
                + "\n-----END PRIVATE KEY-----\n";
    }

    private record Settings(Duration retiredKeyKept) implements TokenConfig {
        @Override
        public Duration validity() {
            return LIFE;
        }

        @Override
        public Duration maxAssertionValidity() {
            return LIFE;
        }

        @Override
        public RsaAlgorithm rsaAlgorithm() {
            return RsaAlgorithm.RS256;
        }

        @Override
        public Duration keyLead() {
            return Duration.ofMinutes(6);
        }
    }

    private static final class TestClock extends Clock {
        private Instant now = NOON;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
