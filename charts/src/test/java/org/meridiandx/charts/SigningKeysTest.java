package org.meridiandx.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// identity-service sees every key of its secret, and sees it change while it runs: keys rotate
/// without a restart.
class SigningKeysTest {
    private static final String PLACE = "/etc/meridian/signing-key";

    static Stream<Regions> regions() {
        return Regions.all();
    }

    @ParameterizedTest
    @MethodSource("regions")
    void shouldMountTheWholeSecretOfKeys(Regions region) {
        // When
        var deployment = Manifest.only(region.render(), "Deployment", "identity-service");

        // Then
        assertThat(deployment.environment()).containsEntry("MERIDIAN_SIGNING_KEY_FILE", PLACE);
        var secret = named(deployment.at("/spec/template/spec/volumes")).path("secret");
        assertThat(secret.path("secretName").asText()).isEqualTo("meridian-signing-key");
        assertThat(secret.has("items")).as("single files of the secret").isFalse();
        assertThat(secret.path("optional").asBoolean()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("regions")
    void shouldSeeTheSecretChangeAndNeverWriteToIt(Regions region) {
        // When
        var deployment = Manifest.only(region.render(), "Deployment", "identity-service");

        // Then
        var mount = named(deployment.container().path("volumeMounts"));
        assertThat(mount.path("mountPath").asText()).isEqualTo(PLACE);
        assertThat(mount.path("readOnly").asBoolean()).isTrue();
        assertThat(mount.has("subPath")).as("a subPath never changes").isFalse();
    }

    @Test
    void shouldShowTheKeysToNoOtherService() {
        // When
        var deployments = Manifest.ofKind(ChartWorkspace.shared().render(ChartWorkspace.REGION), "Deployment");

        // Then
        assertThat(deployments)
                .filteredOn(deployment -> deployment.json().toString().contains("meridian-signing-key"))
                .extracting(Manifest::name)
                .containsExactly("identity-service");
    }

    @Test
    void shouldStillMountOneFileOfTheSecretsThatHoldOne() {
        // When
        var deployment =
                Manifest.only(ChartWorkspace.shared().render("identity-service"), "Deployment", "identity-service");

        // Then
        var bootstrap = Manifest.elements(deployment.at("/spec/template/spec/volumes")).stream()
                .filter(volume -> volume.path("name").asText().equals("bootstrap"))
                .findFirst()
                .orElseThrow();
        assertThat(bootstrap.at("/secret/items")).hasSize(1);
    }

    @Test
    void shouldRefuseTheNameOfOneKey() {
        assertThatThrownBy(() -> ChartWorkspace.shared()
                        .render("identity-service", List.of(), Map.of("signingKey.key", "key.pem")))
                .hasMessageContaining("signingKey");
    }

    private static JsonNode named(JsonNode list) {
        return Manifest.elements(list).stream()
                .filter(entry -> entry.path("name").asText().equals("signing-key"))
                .findFirst()
                .orElseThrow();
    }
}
