package org.meridiandx.identity.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SecretTest {

    @Test
    void shouldMakeSecretsOf256BitsThatNeverComeAgain() {
        // When
        var secrets = Stream.generate(Secret::fresh).limit(10_000).collect(Collectors.toSet());

        // Then
        assertThat(secrets)
                .hasSize(10_000)
                .allSatisfy(secret ->
                        assertThat(Base64.getUrlDecoder().decode(secret)).hasSize(32));
    }

    @Test
    void shouldKeepNothingOfASecretButItsDigest() {
        // Given
        var secret = Secret.fresh();

        // When
        var kept = Secret.digest(secret);

        // Then
        assertThat(kept).hasSize(43).isNotEqualTo(secret).isEqualTo(Secret.digest(secret));
    }
}
