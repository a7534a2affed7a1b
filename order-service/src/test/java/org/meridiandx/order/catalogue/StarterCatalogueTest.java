package org.meridiandx.order.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.order.catalogue.rules.CatalogueTest;

class StarterCatalogueTest {

    @Test
    void shouldShipDraftsWhoseCodesNameTheirSource() {
        // When
        var tests = CatalogueFile.definitions(CatalogueFile.shipped());

        // Then
        assertThat(tests).hasSizeBetween(30, 60).allSatisfy(test -> {
            assertThat(test.getStatus().toCode()).isEqualTo("draft");
            assertThat(test.getCode().hasCoding())
                    .as(test.getTitle())
                    .isEqualTo(test.getRelatedArtifactFirstRep().hasLabel());
            assertThat(test.getExtensionByUrl(CatalogueExtensions.IONISING)).isNotNull();
        });
        assertThat(tests).extracting(test -> test.getIdElement().getIdPart()).doesNotHaveDuplicates();
        assertThat(tests.stream()
                        .flatMap(test -> CatalogueMapper.test(test).codes().stream())
                        .map(CatalogueTest.Code::code))
                .doesNotHaveDuplicates()
                .contains("26604007", "169069000");
    }

    @Test
    void shouldTellWhatImagingOfXRaysNeedsToKnow() {
        // When
        var ionising = CatalogueFile.definitions(CatalogueFile.shipped()).stream()
                .filter(test -> test.getExtensionByUrl(CatalogueExtensions.IONISING)
                        .getValue()
                        .primitiveValue()
                        .equals("true"))
                .toList();

        // Then
        assertThat(ionising)
                .isNotEmpty()
                .allSatisfy(test -> assertThat(test.getExtensionByUrl(CatalogueExtensions.PREPARATION)
                                .getValue()
                                .primitiveValue())
                        .contains("pregnant"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            {"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","id":"a"}}]};each entry is an ActivityDefinition
            {"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"ActivityDefinition","id":"a","status":"draft"}}]};wrong at a
            {"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"ActivityDefinition","status":"draft"}}]};an id of its own
            {"resourceType":"Patient"};is wrong
            []};is wrong
            """)
    void shouldRefuseAFileThatCannotBeUsed(String file, String words) {
        assertThatThrownBy(() -> CatalogueFile.definitions(file.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("meridian.catalogue.file")
                .hasMessageContaining(words);
    }
}
