package org.meridiandx.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraceTest {
    private static final Throwable AWAY = Status.UNAVAILABLE.asRuntimeException();
    private static final AccessRequest OWN = request(Action.READ, "Y90001");
    private final SettableClock clock = new SettableClock();
    private final Grace grace = new Grace(new RememberedDecisionsTest.Settings(Duration.ofMinutes(15)), clock);

    @Test
    void shouldCoverOwnRecordsForTheGraceAfterTheLastAnswer() {
        // Given
        grace.answered();
        clock.now = clock.now.plus(Duration.ofMinutes(15)).minusMillis(1);
        var within = grace.covers(caller("clinician"), List.of(OWN), AWAY);

        // When
        clock.now = clock.now.plusMillis(1);
        var after = grace.covers(caller("clinician"), List.of(OWN), AWAY);

        // Then
        assertThat(within).isTrue();
        assertThat(after).isFalse();
    }

    @Test
    void shouldBeClosedInAPodThatHadNoAnswer() {
        // When
        var covered = grace.covers(caller("clinician"), List.of(OWN), AWAY);

        // Then
        assertThat(covered).isFalse();
    }

    @Test
    void shouldBeClosedWhenItIsSwitchedOff() {
        // Given
        var none = new Grace(new RememberedDecisionsTest.Settings(Duration.ZERO), clock);
        none.answered();

        // When
        var covered = none.covers(caller("clinician"), List.of(OWN), AWAY);

        // Then
        assertThat(covered).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "clinician, READ, Y90001, '', true",
        "laboratory, SEARCH, Y90001, '', true",
        "clinician, READ, Y90002, '', false",
        "clinician, CREATE, Y90001, '', false",
        "clinician, UPDATE, Y90001, '', false",
        "clinician, READ, Y90001, R, false",
        "patient, READ, Y90001, '', false",
        "auditor, READ, Y90001, '', false",
        "operator, READ, Y90001, '', false",
        "developer, READ, Y90001, '', false"
    })
    void shouldCoverNothingElse(String role, Action action, String organisation, String label, boolean expected) {
        // Given
        grace.answered();
        var request = request(action, organisation).labelled(label.isEmpty() ? Set.of() : Set.of(label));

        // When
        var covered = grace.covers(caller(role), List.of(request), AWAY);

        // Then
        assertThat(covered).isEqualTo(expected);
    }

    @Test
    void shouldCoverAllOrNothing() {
        // Given
        grace.answered();

        // When
        var covered = grace.covers(caller("clinician"), List.of(OWN, request(Action.READ, "Y90002")), AWAY);

        // Then
        assertThat(covered).isFalse();
    }

    @Test
    void shouldHoldOnlyWhileNobodyAnswersAndNotWhenTheQuestionIsRefused() {
        // Given
        grace.answered();

        // When
        var refused = grace.covers(caller("clinician"), List.of(OWN), Status.UNAUTHENTICATED.asRuntimeException());
        var late = grace.covers(caller("clinician"), List.of(OWN), new TimeoutException("late"));

        // Then
        assertThat(refused).isFalse();
        assertThat(late).isTrue();
    }

    @Test
    void shouldNotCoverCallersOfOtherRegions() {
        // Given
        grace.answered();

        // When
        var covered = grace.covers(caller("clinician").from("south"), List.of(OWN), AWAY);

        // Then
        assertThat(covered).isFalse();
    }

    @Test
    void shouldNotCoverTheQuestionBeforeASearch() {
        // Given
        grace.answered();

        // When
        var covered = grace.covers(caller("clinician"), List.of(AccessRequest.searchGate("Observation", "p1")), AWAY);

        // Then
        assertThat(covered).isFalse();
    }

    private static AccessRequest request(Action action, String organisation) {
        return AccessRequest.of(action, "DiagnosticReport", "p1", Set.of(organisation));
    }

    private static Caller caller(String role) {
        return new Caller(
                "c", "Y90001", role, Optional.empty(), Optional.empty(), "direct-care", new Scopes(List.of()));
    }

    private static final class SettableClock extends Clock {
        private Instant now = Instant.parse("2026-03-01T12:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
