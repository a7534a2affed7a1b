package org.meridiandx.bench.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExplainedTest {

    @Test
    void shouldPutTheLoggedValuesIntoTheStatement() {
        // Given
        String sql = "select * from patient_current where family = $1 and birth_date >= $2 and given = $1 limit $10";
        String parameters = "$1 = 'O''BRIEN', $2 = '1950-01-02', $3 = NULL, $4 = 'a', $5 = 'b', $6 = 'c', $7 = 'd',"
                + " $8 = 'e', $9 = 'f', $10 = '21'";

        // When
        String whole = Explained.withValues(sql, parameters);

        // Then
        assertThat(whole)
                .isEqualTo("select * from patient_current where family = 'O''BRIEN' and birth_date >= '1950-01-02'"
                        + " and given = 'O''BRIEN' limit '21'");
    }
}
