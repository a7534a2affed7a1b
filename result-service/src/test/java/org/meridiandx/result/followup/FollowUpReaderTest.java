package org.meridiandx.result.followup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.meridiandx.result.followup.Operations.parameters;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.problem.ProblemException;

class FollowUpReaderTest {
    @Test
    void shouldNameAnOrganisationAsAllOthersDo() {
        // When
        var said = FollowUpReader.read("hand-over", parameters("organisation", "rx901"));

        // Then
        assertThat(said.command()).isEqualTo(new FollowUpCommand.HandOver("RX901"));
    }

    @Test
    void shouldReadWhenACallWasMade() {
        // When
        var said = FollowUpReader.read(
                "telephone", parameters("to", "Duty doctor", "readBack", "true", "at", "2026-11-21T09:00:00+01:00"));

        // Then
        assertThat(((FollowUpCommand.Telephone) said.command()).at()).contains(Instant.parse("2026-11-21T08:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "assign, person, PractitionerRole/gp-1",
        "hand-over, organisation, RX",
        "hand-over, organisation, RX-901",
        "telephone, at, +300000-01-01T00:00:00Z",
        "telephone, at, 1999-12-31T23:59:59Z",
        "telephone, at, 2201-01-01T00:00:00Z",
    })
    void shouldRefuseWhatNoListOrTableTakes(String operation, String name, String value) {
        // Given
        var body = operation.equals("telephone")
                ? parameters("to", "x", "readBack", "true", name, value)
                : parameters(name, value);

        // Then
        assertThatThrownBy(() -> FollowUpReader.read(operation, body))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().detail()).contains("'" + name + "'"));
    }
}
