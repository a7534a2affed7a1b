package org.meridiandx.dev.ods;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class OdsTotalsTest {
    @Test
    void shouldAddUpThePieces() throws IOException {
        // Given
        var json = new ObjectMapper();
        var totals = new OdsTotals();
        totals.add(
                json.readTree("{\"read\":1000,\"created\":990,\"changed\":1,\"closed\":2,\"unchanged\":3,\"waiting\":4,"
                        + "\"refused\":{\"date-malformed\":2}}"));
        totals.add(
                json.readTree("{\"read\":500,\"created\":500,\"refused\":{\"date-malformed\":1,\"name-missing\":1}}"));

        // When
        var lines = totals.lines();

        // Then
        assertThat(lines)
                .containsExactly(
                        "read 1,500 rows: 1,490 created, 1 changed, 2 closed, 3 unchanged, 4 waiting, 4 refused",
                        "       3  date-malformed",
                        "       1  name-missing");
        assertThat(totals.refused()).isEqualTo(4);
    }
}
