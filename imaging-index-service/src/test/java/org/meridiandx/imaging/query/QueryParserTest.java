package org.meridiandx.imaging.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.ws.rs.core.MultivaluedHashMap;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.problem.ProblemException;

class QueryParserTest {
    private static final QueryConfig CONFIG = new QueryConfig() {
        @Override
        public int defaultLimit() {
            return 100;
        }

        @Override
        public int maxLimit() {
            return 1000;
        }

        @Override
        public int maxScanned() {
            return 5000;
        }
    };

    private static StudyQuery parse(String name, List<String> values) {
        var parameters = new MultivaluedHashMap<String, String>();
        parameters.put(name, values);
        return new QueryParser(CONFIG, QueryLevel.STUDY).parse(parameters);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "5, 5", "007, 7", "999999999, 1000"})
    void shouldTakeALimitInPlainDigits(String said, int limit) {
        assertThat(parse("limit", List.of(said)).limit()).isEqualTo(limit);
    }

    @ParameterizedTest
    @CsvSource({
        "limit, +5",
        "limit, -5",
        "limit, ' 5'",
        "limit, ٥",
        "limit, 5.0",
        "limit, ''",
        "limit, 99999999999",
        "offset, +5",
        "offset, ten"
    })
    void shouldRefuseWhatIsNoPlainNumber(String name, String said) {
        refused(name, List.of(said));
    }

    @ParameterizedTest
    @CsvSource({"limit, 5, 10", "limit, 5, 5", "offset, 0, 1", "fuzzymatching, true, false"})
    void shouldRefuseTwiceWhatHasOneValue(String name, String one, String other) {
        refused(name, List.of(one, other));
    }

    @ParameterizedTest
    @CsvSource({
        "PatientID, 1, true",
        "00100020, 1, true",
        "PatientName, A*, true",
        "StudyDate, 20260101, false",
        "limit, 5, false"
    })
    void shouldKnowWhetherItAsksAboutSomebody(String name, String value, boolean isAboutSomebody) {
        assertThat(parse(name, List.of(value)).namesPatient()).isEqualTo(isAboutSomebody);
    }

    private static void refused(String name, List<String> values) {
        var refused = catchThrowableOfType(ProblemException.class, () -> parse(name, values));
        assertThat(refused.problem().expressions()).containsExactly(name);
        assertThat(refused.problem().code().httpStatus()).isEqualTo(400);
    }
}
