package org.meridiandx.imaging.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.imaging.dicom.DicomTag;

class QueryConditionsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PatientName | EX*^?LEX | lower(s.patient_name) like $1",
                "AccessionNumber | A_1 | s.accession_number = $1",
                "StudyDate | 20260101 | s.study_date >= $1 and s.study_date <= $2",
                "StudyDate | 20260101- | s.study_date >= $1",
                "StudyDate | -20260101 | s.study_date <= $1",
                "StudyInstanceUID | 1.2,3.4 | s.study_uid = any ($1)",
                "SeriesNumber | 7 | e.series_number = $1",
                "ModalitiesInStudy | CT | s.modalities && $1",
                "PatientID | 9990000018 | (s.dicom_patient_id = $1 or s.nhs_number = $2)",
            })
    void shouldMakeConditionsOfBoundArguments(String keyword, String value, String sql) {
        // Given
        var conditions = new QueryConditions();

        // When
        var fault = conditions.add(key(keyword), value);

        // Then
        assertThat(fault).isEmpty();
        assertThat(String.join(" and ", conditions.sql())).isEqualTo(sql);
    }

    @Test
    void shouldTakeSqlWildCardsLiterally() {
        // Given
        var conditions = new QueryConditions();

        // When
        conditions.add(key("StudyDescription"), "100%_*");

        // Then
        assertThat(conditions.arguments()).containsExactly("100\\%\\_%");
    }

    @ParameterizedTest
    @CsvSource({"StudyDate,2026", "StudyDate,20261301", "StudyTime,25", "StudyInstanceUID,1.2.x", "SeriesNumber,one"})
    void shouldSayWhatIsWrongWithAValue(String keyword, String value) {
        assertThat(new QueryConditions().add(key(keyword), value)).isPresent();
    }

    private static QueryKey key(String keyword) {
        return QueryKey.of(DicomTag.parse(keyword).orElseThrow()).orElseThrow();
    }
}
