package org.meridiandx.indicators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.core.MultivaluedHashMap;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.access.Caller;
import org.meridiandx.access.Scopes;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

class IndicatorRequestTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-06-30T23:30:00Z"), ZoneOffset.UTC);

    private static Caller caller(String role) {
        return new Caller("board", "Y90001", role, Optional.empty(), Optional.empty(), "direct-care", Scopes.parse(""));
    }

    private static IndicatorRequest ask(String role, String query) {
        var parameters = new MultivaluedHashMap<String, String>();
        for (var pair : query.split("&")) {
            if (!pair.isEmpty()) {
                parameters.add(pair.split("=", 2)[0], pair.split("=", 2)[1]);
            }
        }
        return IndicatorRequest.of(parameters, caller(role), CLOCK);
    }

    @Test
    void shouldAskForThirtyDaysOfTheOwnOrganisationUpToToday() {
        // When
        var request = ask("clinician", "");

        // Then
        assertThat(request.organisation()).contains("Y90001");
        assertThat(request.period()).hasToString("Period[from=2026-06-02, to=2026-07-01]");
        assertThat(request.question().from()).isEqualTo("2026-06-01T23:00:00Z");
        assertThat(request.question().until()).isEqualTo("2026-07-01T23:00:00Z");
    }

    @Test
    void shouldLetTheOperatorAskForAllAndForEach() {
        assertThat(ask("operator", "").organisation()).isEmpty();
        assertThat(ask("operator", "organisation=RX901").organisation()).contains("RX901");
    }

    @Test
    void shouldKeepTheNumbersOfOthersFromEverybodyElse() {
        assertThatThrownBy(() -> ask("clinician", "organisation=RX901"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().code()).isEqualTo(ProblemCode.ACCESS_DENIED));
    }

    @Test
    void shouldKeepThemFromTheOperatorsOfOtherRegions() {
        assertThatThrownBy(() -> IndicatorRequest.of(
                        new MultivaluedHashMap<>(), caller("operator").from("south"), CLOCK))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().code()).isEqualTo(ProblemCode.ACCESS_DENIED));
    }

    @ParameterizedTest
    @CsvSource({
        "from=2025-01-01&to=2026-01-01",
        "from=2024-02-29&to=2025-02-28",
    })
    void shouldTakeAYearAndADay(String query) {
        assertThat(ask("operator", query).period().from()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "from=2025-01-01&to=2026-01-02, 366",
        "from=2026-02-01&to=2026-01-01, 366",
        "from=2026-02-30, YYYY-MM-DD",
        "to=yesterday, YYYY-MM-DD",
        "from=+999999999-12-31, 1900",
        "to=-999999999-01-01, 1900",
        "to=0001-01-01, 1900",
        "since=2026-01-01, no such parameter",
        "from=2026-01-01&from=2026-01-02, once",
        "organisation=, once",
        "organisation=y1, ODS",
    })
    void shouldRefuseWithTheReason(String query, String words) {
        assertThatThrownBy(() -> ask("operator", query)).isInstanceOfSatisfying(ProblemException.class, refused -> {
            assertThat(refused.problem().code()).isEqualTo(ProblemCode.INVALID_PARAMETER);
            assertThat(refused.problem().detail()).contains(words);
        });
    }
}
