package org.meridiandx.order.cdshooks.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.order.guidance.ContentFiles;
import org.meridiandx.order.guidance.rules.facts.ContentException;
import org.meridiandx.order.guidance.rules.facts.Vocabulary;

class TariffTest {
    private static final Vocabulary VOCABULARY = ContentFiles.shipped().vocabulary();
    private static final String OWN = """
            meta: {version: north-2026, source: our finance department, status: agreed}
            prices:
              - {modality: CT, pounds: 90.50}
              - {modality: CT, regions: [chest-abdomen-pelvis, whole-spine], pounds: 130}
            """;

    @TempDir
    Path folder;

    private Tariff read(String text) throws IOException {
        var file = folder.resolve("tariff.yaml");
        Files.writeString(file, text);
        return Tariff.read(ContentFiles.at(file), VOCABULARY);
    }

    @Test
    void shouldTakeTheTariffOfTheRegion() throws IOException {
        // When
        var tariff = read(OWN);

        // Then
        assertThat(tariff.version()).isEqualTo("north-2026");
        assertThat(tariff.source()).isEqualTo("our finance department");
        assertThat(tariff.pounds("CT", "head")).contains(new BigDecimal("90.50"));
        assertThat(tariff.pounds("CT", "whole-spine")).contains(new BigDecimal("130"));
        assertThat(tariff.pounds("XR", "chest")).isEmpty();
    }

    @Test
    void shouldShipPricesThatNameTheirSource() {
        // When
        var shipped = Tariff.read(ContentFiles.shipped("tariff.yaml"), VOCABULARY);

        // Then
        assertThat(shipped.pounds("CT", "chest")).isPresent();
        assertThat(shipped.source()).contains("National Audit Office");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            modality: CT, pounds;    modality: CAT, pounds;   'CAT' is no value of requested_modality
            whole-spine;             spine;                   'spine' is no value of requested_region
            90.50;                   -1;                      below 0
            90.50;                   cheap;                   'cheap' is not a number
            whole-spine;             chest-abdomen-pelvis;    has two prices
            pounds: 130;             euros: 130;              'euros' is no key here
            version: north-2026,;    ;                        'version' is missing
            """)
    void shouldRefuseATariffThatCannotBeUsed(String part, String instead, String words) {
        assertThatThrownBy(() -> read(OWN.replace(part, instead == null ? "" : instead)))
                .isInstanceOf(ContentException.class)
                .hasMessageContaining("tariff.yaml:")
                .hasMessageContaining(words);
    }
}
