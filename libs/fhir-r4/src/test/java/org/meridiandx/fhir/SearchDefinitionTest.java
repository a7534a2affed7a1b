package org.meridiandx.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.ws.rs.core.MultivaluedHashMap;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.problem.ProblemException;

class SearchDefinitionTest {
    private static final SearchDefinition THING =
            SearchDefinition.of("Thing", "thing").build();
    private static final SearchDefinition ORDERED = SearchDefinition.of("Order", "orders")
            .sortedDateTime("authored", "authored_on")
            .sideReference("part", "order_part", "Thing")
            .including("Order:part", () -> THING, "id in (select value from order_part where resource_id = any($1))")
            .includedWith("Thing:order", () -> THING, "order_id = any($1)")
            .build();
    private final SearchDefinition definition = SearchDefinition.of("Thing", "thing")
            .token("status", "status")
            .token("code", "code_system", "code")
            .sideTable("identifier", "thing_identifier")
            .reference("patient", "patient_id", "Patient")
            .dateTime("date", "effective_at")
            .day("birthdate", "birth_date")
            .text("family", "family_lower")
            .sideText("name", "thing_name")
            .sideReference("part", "thing_part", "Thing")
            .folded(
                    "surname",
                    "surname_upper",
                    text -> text.toUpperCase(java.util.Locale.ROOT).strip(),
                    2)
            .foldedWords(
                    "given",
                    "given_upper",
                    text -> text.toUpperCase(java.util.Locale.ROOT).strip(),
                    2)
            .build();

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "status; final; where status = $1; [final]",
                "status; final,amended; where (status = $1 or status = $2); [final, amended]",
                "status; a\\,b; where status = $1; [a,b]",
                "code; http://x|1; where (code_system = $1 and code = $2); [http://x, 1]",
                "code; |1; where (coalesce(code_system, '') = '' and code = $1); [1]",
                "code; http://x|; where code_system = $1; [http://x]",
                "identifier; s|v; where id in (select s.resource_id from thing_identifier s where s.value = $1 and s.system = $2); [v, s]",
                "patient; Patient/7; where patient_id = $1; [7]",
                "patient; https://a/fhir/R4/Patient/7; where patient_id = $1; [7]",
                "family; O%d; where family_lower like $1; [o\\%d%]",
                "part; Thing/7; where id in (select s.resource_id from thing_part s where s.value = $1); [7]",
                "name; O%d; where id in (select s.resource_id from thing_name s where s.value like $1); [o\\%d%]",
                "surname; Smith; where surname_upper = $1; [SMITH]",
                "surname; sm*; where surname_upper like $1; [SM%]",
                "surname; 100%*; where surname_upper like $1; [100\\%%]",
                "given; sam; where (given_upper = $1 or given_upper like $2); [SAM, SAM %]",
                "birthdate; 1970; where (birth_date >= $1 and birth_date < $2); [1970-01-01, 1971-01-01]",
                "birthdate; ge1970-02-03; where birth_date >= $1; [1970-02-03]",
                "date; lt2026-07-01; where effective_at < $1; [2026-07-01T00:00+01:00]",
            })
    void shouldTurnParametersIntoSql(String name, String value, String where, String arguments) {
        // Given
        var query = new MultivaluedHashMap<String, String>();
        query.putSingle(name, value);

        // When
        var parsed = definition.parse(query);

        // Then
        assertThat(parsed.sql()).contains(where + " order by last_updated desc, id desc limit 21");
        assertThat(parsed.arguments()).hasToString(arguments);
    }

    @ParameterizedTest
    @CsvSource({
        "authored, order by authored_on asc, id asc",
        "-authored, order by authored_on desc, id desc",
        "_lastUpdated, order by last_updated asc, id asc"
    })
    void shouldSortByWhatIsDeclared(String sort, String order) {
        // Given
        var query = new MultivaluedHashMap<String, String>();
        query.putSingle("_sort", sort);

        // When
        var parsed = ORDERED.parse(query);

        // Then
        assertThat(parsed.sql()).contains(order);
    }

    @ParameterizedTest
    @CsvSource({"_include, Order:part", "_include, Order:part:Thing", "_revinclude, Thing:order"})
    void shouldBringAlongWhatIsDeclared(String name, String value) {
        // Given
        var query = new MultivaluedHashMap<String, String>();
        query.putSingle(name, value);

        // When
        var parsed = ORDERED.parse(query);

        // Then
        assertThat(parsed.includes()).hasSize(1);
        assertThat(parsed.includes().getFirst().sql(5))
                .contains("from thing where")
                .endsWith("limit 6");
    }

    @ParameterizedTest
    @CsvSource({"_include, Thing:order", "_include, Order:patient", "_revinclude, *", "_sort, part", "_sort, -"})
    void shouldSayWhatIsOffered(String name, String value) {
        // Given
        var query = new MultivaluedHashMap<String, String>();
        query.putSingle(name, value);

        // When
        var refused = catchThrowableOfType(ProblemException.class, () -> ORDERED.parse(query));

        // Then
        assertThat(refused.problem().expressions()).containsExactly(name);
        assertThat(refused.problem().detail())
                .containsAnyOf("_include=Order:part, _revinclude=Thing:order", "authored");
    }

    @ParameterizedTest
    @CsvSource({
        "colour, red",
        "surname, s*",
        "surname, *",
        "surname, s*th",
        "status:not, final",
        "_include, x",
        "date, yesterday",
        "date, zz2020",
        "_count, 0",
        "_count, many",
        "_count, +5",
        "_count, ' 5'",
        "_count, -5",
        "_count, 1e3",
        "_count, 5.0",
        "_count, ٥",
        "_count, 99999999999999999999",
        "_sort, date",
        "_cursor, abc",
        "status, ''",
        "_format, xml",
        "_format, application/fhir+xml",
        "_format, text/turtle+json",
        "patient, Practitioner/3",
        "_total, many",
        "_summary, some",
        "_has:Order:part:status, x",
        "status, 'a,,b'",
        "status, 'a\u0000'",
        "surname, 'a\nb'"
    })
    void shouldRefuseByNameWhatItDoesNotSupport(String name, String value) {
        // Given
        var query = new MultivaluedHashMap<String, String>();
        query.putSingle(name, value);

        // When
        var refused = catchThrowableOfType(ProblemException.class, () -> definition.parse(query));

        // Then
        assertThat(refused.problem().expressions()).containsExactly(name);
        assertThat(refused.problem().code().httpStatus()).isBetween(400, 406);
    }

    @ParameterizedTest
    @CsvSource({"_count, 5, 10", "_count, 5, 5", "_sort, _lastUpdated, -_lastUpdated"})
    void shouldRefuseTwiceWhatShapesTheAnswer(String name, String one, String other) {
        // Given
        var query = new MultivaluedHashMap<String, String>();
        query.addAll(name, one, other);

        // When
        var refused = catchThrowableOfType(ProblemException.class, () -> definition.parse(query));

        // Then
        assertThat(refused.problem().expressions()).containsExactly(name);
        assertThat(refused.problem().code().httpStatus()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "200, 201", "201, 201", "2147483648, 201"})
    void shouldGiveAsManyAsAskedUpToItsMost(String count, int limit) {
        // Given
        var query = new MultivaluedHashMap<String, String>();
        query.putSingle("_count", count);

        // When
        var parsed = definition.parse(query);

        // Then
        assertThat(parsed.sql()).endsWith("limit " + limit);
    }

    @Test
    void shouldHoldRepeatedParametersTogether() {
        // Given
        var query = new MultivaluedHashMap<String, String>();
        query.addAll("birthdate", "ge1970-01-01", "lt1980-01-01");
        query.putSingle("_count", "5");

        // When
        var parsed = definition.parse(query);

        // Then
        assertThat(parsed.sql())
                .contains("birth_date >= $1 and birth_date < $2")
                .endsWith("limit 6");
        assertThat(parsed.arguments()).containsExactly(LocalDate.of(1970, 1, 1), LocalDate.of(1980, 1, 1));
        assertThat(parsed.shape()).isEqualTo("_count&birthdate");
    }
}
