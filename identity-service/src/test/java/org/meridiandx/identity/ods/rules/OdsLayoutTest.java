package org.meridiandx.identity.ods.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.meridiandx.testkit.shared.RepositoryRoot;

class OdsLayoutTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "regions; NHS_ENGLAND_REGION_CODE=Y99|NHS_ENGLAND_REGION_NAME=Far North|NHS_ENGLAND_REGION_ONS_CODE=E4; Y99 nhs-england-region",
                "health-boards; ods_code=7Z9|health_board=TARN BOARD|gss_code=W1; 7Z9 local-health-board",
                "icbs; ods_code=QZ9|name=TARN BOARD|gss_code=E5; QZ9 integrated-care-board",
                "trusts; ods_code=ZT9|trust_name=TARN TRUST; ZT9 nhs-trust",
                "icb-authorities; ODS ICB Code=QZ9|ICB Name=B|NHS England Region Code=Y99|NHS England Region=R; QZ9 integrated-care-board, Y99 nhs-england-region",
                "icb-authorities; ODS ICB Code=QZ9|ICB Name=B|NHS England Region Code=Y99|NHS England Region=R|ODS Sub ICB Code=0Z9|Sub ICB Locations (formerly CCGs)=S; QZ9 integrated-care-board, Y99 nhs-england-region, 0Z9 sub-icb-location",
                "etrust; Organisation Code=zt9|Name=T; ZT9 nhs-trust",
                "etrust; Organisation Code=ZT901|Name=T; ZT901 trust-site",
                "egpcur; Organisation Code=G9|Name=T; refused code-malformed",
                "etrust; Organisation Code=ZT 9|Name=T; refused code-malformed",
                "etrust; Name=T; refused code-missing",
                "etrust; Organisation Code=ZT9|Name= ; refused name-missing",
                "etrust; Organisation Code=ZT9|Name=T|Open Date=2020-01-01; refused date-malformed",
                "succ; Organisation Code=ZT9|Successor Organisation Code=ZT9; refused succeeds-itself",
                "hospital-sites; OrganisationCode=ZT901|OrganisationName=T|Latitude=54N; refused position-malformed",
            })
    void shouldReadARow(String layout, String cells, String expected) {
        // Given
        var row = new Row(java.util.Arrays.stream(cells.split("\\|"))
                .map(cell -> cell.split("=", 2))
                .collect(Collectors.toMap(cell -> cell[0], cell -> cell[1])));

        // When
        var reading = OdsLayout.of(layout).orElseThrow().read(row);

        // Then
        var told = switch (reading) {
            case OdsReading.Entries(var entries) ->
                entries.stream()
                        .map(entry -> entry.code() + " " + entry.fields().get(OdsField.KIND))
                        .collect(Collectors.joining(", "));
            case OdsReading.Refused(var reason) -> "refused " + reason;
        };
        assertThat(told).isEqualTo(expected);
    }

    @Test
    void shouldGatherDoubledSpaces() {
        // When
        var reading = OdsLayout.TRUSTS.read(new Row(Map.of("ods_code", "ZT9", "trust_name", " TARN  VALLEY ")));

        // Then
        assertThat(reading)
                .isInstanceOfSatisfying(
                        OdsReading.Entries.class,
                        read -> assertThat(read.entries().getFirst().fields())
                                .containsEntry(OdsField.NAME, "TARN VALLEY"));
    }

    /// Every column that a layout has is in the mapping document: mapped, or dropped with a reason.
    @ParameterizedTest
    @EnumSource(OdsLayout.class)
    void shouldAccountForEachColumn(OdsLayout layout) throws IOException {
        // When
        var mapping = Files.readString(RepositoryRoot.find().resolve("docs/mapping/ods.md"));

        // Then
        assertThat(mapping).contains("`" + layout.code() + "`");
        assertThat(layout.columns()).allSatisfy(column -> assertThat(mapping).contains("| " + column + " |"));
    }
}
