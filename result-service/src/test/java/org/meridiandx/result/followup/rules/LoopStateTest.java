package org.meridiandx.result.followup.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoopStateTest {
    private static final Mark LATER = new Mark(Instant.EPOCH.plusSeconds(60), "Practitioner/gp-1", "Y90001");
    private static final LoopState.Addressed ADDRESSED =
            new LoopState.Addressed(new Mark(Instant.EPOCH, "Device/result-service", ""));

    @Test
    void shouldKeepWhoMadeEachStepAndWhen() {
        // When
        var done = ADDRESSED
                .delivered(LATER)
                .opened(LATER)
                .acknowledged(LATER)
                .actedOn(LATER, new Outcome(Outcome.Kind.NO_ACTION_NEEDED, "", ""));

        // Then
        assertThat(done.mark()).isEqualTo(LATER);
        assertThat(done.code()).isEqualTo("acted");
        assertThat(ADDRESSED.opened(LATER).code()).isEqualTo("opened");
        assertThat(ADDRESSED.acknowledged(LATER).code()).isEqualTo("acknowledged");
    }

    @Test
    void shouldNotBeActedOnWithoutSayingHow() {
        assertThatThrownBy(() -> new Outcome(Outcome.Kind.ORDER, "", "")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "waiting, CRITICAL, ROUTINE, URGENT",
        "waiting, CRITICAL, CRITICAL, CRITICAL",
        "waiting, ROUTINE, ROUTINE, ROUTINE",
        "waiting, ROUTINE, CRITICAL, CRITICAL",
        "acknowledged, ROUTINE, ROUTINE, URGENT",
        "acted, CRITICAL, CRITICAL, CRITICAL",
        "acted, ROUTINE, ROUTINE, URGENT",
    })
    void shouldBringAnAmendedReportBackSoonEnough(String state, Urgency before, Urgency graded, Urgency expected) {
        // Given
        var acknowledged = ADDRESSED.acknowledged(LATER);
        var of = switch (state) {
            case "waiting" -> ADDRESSED;
            case "acknowledged" -> acknowledged;
            default -> acknowledged.actedOn(LATER, new Outcome(Outcome.Kind.NO_ACTION_NEEDED, "", ""));
        };

        // When
        var urgency = Reopening.urgency(of, before, graded);

        // Then
        assertThat(urgency).isEqualTo(expected);
        assertThat(Reopening.keepsLevel(of)).isEqualTo(state.equals("waiting"));
    }

    @ParameterizedTest
    @CsvSource({"true, Y90001, true", "true, RX901, false", "false, RX901, true", "true, RX903, true", "true, '', false"
    })
    void shouldBeTakenOnByThoseWhoAnswerForIt(boolean isAddressed, String organisation, boolean expected) {
        // Given
        var responsible = new Responsible("Y90001", "", "RX903", isAddressed);

        // Then
        assertThat(responsible.isTakenOnBy(organisation)).isEqualTo(expected);
    }

    @Test
    void shouldRefuseADeadlineThatIsOverAtOnce() {
        assertThatThrownBy(() -> new Deadlines(Duration.ZERO, Duration.ofHours(1), Duration.ofHours(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
