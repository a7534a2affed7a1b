package org.meridiandx.identity.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderMetadataTest {
    private static final String ISSUER = "https://p.example";

    @Test
    void shouldReadWhereAProviderIs() {
        // When
        var read = ProviderMetadata.of(metadata(ISSUER, "https"), ISSUER, false);

        // Then
        assertThat(read.jwksUri()).isEqualTo("https://p.example/jwks_uri");
        assertThat(read.saysIssuer()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://q.example", "https://p.example/", "http://p.example", "https://P.example", ""})
    void shouldRefuseMetadataThatNameAnotherIssuer(String other) {
        assertThatIllegalStateException()
                .isThrownBy(() -> ProviderMetadata.of(metadata(other, "https"), ISSUER, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "ftp", "file"})
    void shouldRefuseAnUnsafeAddress(String scheme) {
        assertThatIllegalStateException()
                .isThrownBy(() -> ProviderMetadata.of(metadata(ISSUER, scheme), ISSUER, false));
    }

    private static ObjectNode metadata(String issuer, String scheme) {
        var json = JsonNodeFactory.instance.objectNode().put("issuer", issuer);
        for (var name : new String[] {"authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri"}) {
            json.put(name, scheme + "://p.example/" + name);
        }
        return json;
    }
}
