package org.meridiandx.identity.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyScheduleTest {
    private static final Instant NOON = Instant.parse("2026-09-01T12:00:00Z");
    private static final Duration LEAD = Duration.ofMinutes(6);
    private static final Duration KEPT = Duration.ofHours(1);
    private static final SigningKey OLD = SigningKey.ephemeral();
    private static final SigningKey NEW = SigningKey.ephemeral();

    @ParameterizedTest
    @CsvSource({"-PT1S, false, 2", "PT0S, true, 2", "PT59M, true, 2", "PT1H, true, 1"})
    void shouldChangeKeysAtTheTimeAndOverlap(Duration after, boolean isNew, int published) {
        // Given
        var schedule = KeySchedule.of(List.of(dated(OLD, Instant.EPOCH), dated(NEW, NOON)), LEAD, KEPT);

        // When
        var now = NOON.plus(after);

        // Then
        assertThat(schedule.active(now)).isSameAs(isNew ? NEW : OLD);
        assertThat(schedule.published(now)).hasSize(published).contains(schedule.active(now));
    }

    @Test
    void shouldPublishAKeyThatAppearsBeforeItSigns() {
        // Given
        var schedule = KeySchedule.of(List.of(dated(OLD, Instant.EPOCH)), LEAD, KEPT);

        // When
        var after = schedule.with(List.of(dated(OLD, Instant.EPOCH), dated(NEW, NOON.minusSeconds(60))), NOON);

        // Then
        assertThat(after.published(NOON)).containsExactlyInAnyOrder(OLD, NEW);
        assertThat(after.active(NOON.plus(LEAD).minusSeconds(1))).isSameAs(OLD);
        assertThat(after.active(NOON.plus(LEAD))).isSameAs(NEW);
    }

    @Test
    void shouldForgetAKeyAtOnceWhoseFileIsGone() {
        // Given
        var schedule = KeySchedule.of(List.of(dated(OLD, Instant.EPOCH), dated(NEW, NOON)), LEAD, KEPT);

        // When
        var after = schedule.with(List.of(dated(NEW, NOON)), NOON);

        // Then
        assertThat(after.published(NOON)).containsExactly(NEW);
        assertThat(after.find(OLD.id())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "key.pem, 1970-01-01T00:00:00Z",
        "20260901T120000Z.pem, 2026-09-01T12:00:00Z",
        "north-20260901T120000Z.pem, 2026-09-01T12:00:00Z",
    })
    void shouldReadTheTimeFromTheName(String name, Instant expected) {
        // Given the name

        // When
        var from = KeyFiles.from(name);

        // Then
        assertThat(from).isEqualTo(expected);
    }

    @Test
    void shouldRefuseATimeThatIsNotInTheCalendar() {
        // Given
        var name = "20261399T120000Z.pem";

        // When
        var reading = assertThatThrownBy(() -> KeyFiles.from(name));

        // Then
        reading.isInstanceOf(IllegalStateException.class).hasMessageContaining(name);
    }

    @Test
    void shouldWorkOutThePublicHalfOfAnEcKey(@TempDir Path directory) throws IOException, GeneralSecurityException {
        // Given
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        var pair = generator.generateKeyPair();
        var pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        Files.writeString(directory.resolve("20260901T120000Z.pem"), pem);

        // When
        var key = KeyFiles.read(directory).getFirst().key();

        // Then
        assertThat(((ECPublicKey) key.publicKey()).getW()).isEqualTo(((ECPublicKey) pair.getPublic()).getW());
        var content = "content".getBytes(StandardCharsets.UTF_8);
        assertThat(key.verifies(content, key.sign(content))).isTrue();
    }

    private static KeyFiles.Dated dated(SigningKey key, Instant from) {
        return new KeyFiles.Dated(key, from);
    }
}
