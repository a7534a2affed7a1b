package org.meridiandx.identity.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.meridiandx.identity.clients.ClientKeys;
import org.meridiandx.testkit.identity.SigningKey;

class BootstrapFileTest {
    private static final String KEY = key();

    @Test
    void shouldReadOrganisationsAndClients() {
        // Given
        var json = file("{\"ods\":\"RX901\",\"name\":\"Hospital\",\"type\":\"hospital\"}", client(KEY));

        // When
        var file = BootstrapFile.parse(json);

        // Then
        assertThat(file.organisations()).hasSize(1);
        assertThat(file.clients().getFirst().keys())
                .isInstanceOfSatisfying(
                        ClientKeys.Inline.class,
                        keys -> assertThat(keys.set().byId()).containsOnlyKeys("k1"));
    }

    static Stream<Arguments> wrong() {
        var organisation = "{\"ods\":\"RX901\",\"name\":\"Hospital\"}";
        return Stream.of(
                Arguments.of("", "empty|expected"),
                Arguments.of("null", "empty"),
                Arguments.of("{", "near line"),
                Arguments.of("{\"organizations\":[]}", "organizations"),
                Arguments.of(file("{\"ods\":\"RX901\",\"name\":\"H\",\"kind\":\"x\"}", client(KEY)), "kind"),
                Arguments.of(file("{\"ods\":\"!\",\"name\":\"H\"}", client(KEY)), "ods"),
                Arguments.of(file(organisation + "," + organisation, client(KEY)), "stands twice"),
                Arguments.of(file(organisation, client(KEY).replace("clinician", "king")), "role"),
                Arguments.of(file(organisation, client(KEY).replace("[\"system/*.rs\"]", "[]")), "scopes"),
                Arguments.of(file(organisation, client(KEY).replace("system/*.rs", "a b")), "scope"),
                Arguments.of(file(organisation, client("{\"kty\":\"oct\",\"k\":\"abc\",\"kid\":\"k1\"}")), "secret"),
                Arguments.of(file(organisation, client(KEY.replace("\"kid\":\"k1\"", "\"kid\":\"\""))), "no kid"),
                Arguments.of(file(organisation, client(KEY.replace("\"n\":\"", "\"x\":\""))), "cannot be read"),
                Arguments.of(file(organisation, client("")), "no key"),
                Arguments.of(file(organisation, client(KEY + "," + KEY)), "stands twice"),
                Arguments.of(
                        file(organisation, client(KEY.replace("\"use\":\"sig\"", "\"use\":\"enc\""))), "encryption"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void shouldRefuseAWrongFileSayingWhere(String json, String fault) {
        // Given a file

        // When
        var parsing = assertThatThrownBy(() -> BootstrapFile.parse(json));

        // Then
        parsing.isInstanceOf(IllegalArgumentException.class).hasMessageMatching("(?s).*(" + fault + ").*");
    }

    private static String file(String organisations, String clients) {
        return "{\"organisations\":[" + organisations + "],\"clients\":[" + clients + "]}";
    }

    private static String client(String keys) {
        return "{\"clientId\":\"gp\",\"name\":\"GP\",\"organisation\":\"RX901\",\"role\":\"clinician\","
                + "\"scopes\":[\"system/*.rs\"],\"jwks\":{\"keys\":[" + keys + "]}}";
    }

    private static String key() {
        try {
            return new ObjectMapper()
                    .writeValueAsString(new java.util.TreeMap<>(
                            Map.<String, Object>copyOf(SigningKey.generate("k1").toJwk("RS256"))));
        } catch (com.fasterxml.jackson.core.JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
