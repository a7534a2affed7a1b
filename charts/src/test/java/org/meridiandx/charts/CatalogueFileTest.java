package org.meridiandx.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Order-service reads the region's own catalogue where one is named, and the shipped one else.
class CatalogueFileTest {
    private static Manifest deployment(Map<String, String> values) {
        var manifests = ChartWorkspace.shared().render("order-service", List.of(), values);
        return Manifest.only(manifests, "Deployment", "order-service");
    }

    @Test
    void shouldMountTheCatalogueThatIsNamed() {
        // When
        var deployment = deployment(Map.of("catalogue.configMap", "north-catalogue", "catalogue.key", "tests.json"));

        // Then
        assertThat(deployment.environment())
                .containsEntry("MERIDIAN_CATALOGUE_FILE", "/etc/meridian/catalogue/catalogue.json");
        var volume = Manifest.elements(deployment.at("/spec/template/spec/volumes")).stream()
                .filter(one -> one.path("name").asText().equals("catalogue"))
                .findFirst()
                .orElseThrow();
        assertThat(volume.at("/configMap/name").asText()).isEqualTo("north-catalogue");
        assertThat(volume.at("/configMap/items/0/key").asText()).isEqualTo("tests.json");
        assertThat(volume.at("/configMap/items/0/path").asText()).isEqualTo("catalogue.json");
        var mount = Manifest.elements(deployment.container().path("volumeMounts")).stream()
                .filter(one -> one.path("name").asText().equals("catalogue"))
                .findFirst()
                .orElseThrow();
        assertThat(mount.path("mountPath").asText()).isEqualTo("/etc/meridian/catalogue");
        assertThat(mount.path("readOnly").asBoolean()).isTrue();
    }

    @Test
    void shouldMountTheTariffBesideTheCatalogueWhereItsKeyIsNamed() {
        // When
        var deployment =
                deployment(Map.of("catalogue.configMap", "north-catalogue", "catalogue.tariffKey", "prices.yaml"));

        // Then
        assertThat(deployment.environment())
                .containsEntry("MERIDIAN_GUIDANCE_TARIFF", "/etc/meridian/catalogue/tariff.yaml");
        var volume = Manifest.elements(deployment.at("/spec/template/spec/volumes")).stream()
                .filter(one -> one.path("name").asText().equals("catalogue"))
                .findFirst()
                .orElseThrow();
        assertThat(volume.at("/configMap/items/1/key").asText()).isEqualTo("prices.yaml");
        assertThat(volume.at("/configMap/items/1/path").asText()).isEqualTo("tariff.yaml");
    }

    @Test
    void shouldMountNothingWhereNoneIsNamed() {
        // When
        var deployment = deployment(Map.of());

        // Then
        assertThat(deployment.environment()).doesNotContainKey("MERIDIAN_CATALOGUE_FILE");
        assertThat(Manifest.elements(deployment.at("/spec/template/spec/volumes")))
                .isNotEmpty()
                .noneMatch(volume -> volume.path("name").asText().equals("catalogue"));
    }

    @Test
    void shouldRefuseAMisspeltSetting() {
        assertThatThrownBy(() -> deployment(Map.of("catalogue.file", "x"))).hasMessageContaining("catalogue");
    }
}
