package org.meridiandx.identity.tokens;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.identity.region.MovedClock;
import org.meridiandx.identity.region.Region;
import org.meridiandx.jws.CompactJwt;
import org.meridiandx.testkit.region.RegionTestResource;

/// A service that runs takes up a key that is laid beside the first, and refuses no token on the
/// way.
@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class KeyRotationIT {
    private static final Duration UNTIL_IT_SIGNS = Duration.ofMinutes(8);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    @ConfigProperty(name = "meridian.signing-key-file")
    Path directory;

    private Path next = Path.of("");

    @AfterEach
    void putBack() throws IOException {
        MovedClock.reset();
        Files.deleteIfExists(next);
    }

    @Test
    void shouldRotateWhileItRunsAndTakeTheLastTokensOfTheOldKey() throws Exception {
        // Given
        var old = published();
        var from = Instant.now().plus(UNTIL_IT_SIGNS).truncatedTo(ChronoUnit.SECONDS);
        next = Files.writeString(directory.resolve("north-" + TIME.format(from) + ".pem"), pem());
        var both = publishedOnceThereAre(2);

        // When
        MovedClock.move(Duration.between(Instant.now(), from).minusSeconds(10));
        var last = token();
        MovedClock.move(Duration.ofSeconds(15));
        var first = token();

        // Then
        assertThat(both).hasSize(2).containsAll(old);
        assertThat(keyOf(last)).isEqualTo(old.getFirst());
        assertThat(keyOf(first)).isIn(both).isNotEqualTo(old.getFirst());
        assertThat(published()).containsExactlyInAnyOrderElementsOf(both);
        assertThat(Region.eventually(() -> Region.searchAs(first), 200).statusCode())
                .isEqualTo(200);
        assertThat(Region.searchAs(last).statusCode()).isEqualTo(200);
    }

    private static List<String> publishedOnceThereAre(int number) {
        var keys = published();
        for (var i = 0; i < 180 && keys.size() != number; i++) {
            LockSupport.parkNanos(Duration.ofMillis(250).toNanos());
            keys = published();
        }
        return keys;
    }

    private static List<String> published() {
        return given().get("/oauth2/jwks").jsonPath().getList("keys.kid");
    }

    /// The assertion's own time is the machine's.
    private static String token() {
        var assertion =
                Region.assertion("gp").expiresIn(UNTIL_IT_SIGNS.plusMinutes(2)).sign();
        return Region.requestToken(assertion, "")
                .then()
                .statusCode(200)
                .extract()
                .path("access_token");
    }

    private static String keyOf(String token) {
        return CompactJwt.read(token).keyId();
    }

    private static String pem() throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        var encoded = generator.generateKeyPair().getPrivate().getEncoded();
        return "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(encoded)
                + "\n-----END PRIVATE KEY-----\n";
    }
}
