package org.meridiandx.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.events.v1.AccessChanged;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.contracts.events.v1.PatientChanged;

class RememberedDecisionsTest {
    private static final AccessDecision YES = new AccessDecision.Allowed("admission");
    private static final Caller GP = caller("gp");
    private final RememberedDecisions remembered = new RememberedDecisions(new Settings(Duration.ofMinutes(1)));

    @Test
    void shouldKnowAnAllowedAnswerOfTheSameCallerAndQuestion() {
        // Given
        remembered.keep(GP, report("p1"), YES, remembered.stamp());

        // When
        var same = remembered.find(GP, report("p1"));

        // Then
        assertThat(same).contains(YES);
        assertThat(remembered.find(caller("other"), report("p1"))).isEmpty();
        assertThat(remembered.find(GP, report("p2"))).isEmpty();
        assertThat(remembered.find(GP, report("p1").labelled(Set.of("R")))).isEmpty();
        assertThat(remembered.find(GP, AccessRequest.searchGate("Observation", "p1")))
                .isEmpty();
    }

    @Test
    void shouldNotRememberADenial() {
        // Given
        remembered.keep(GP, report("p1"), new AccessDecision.Denied("no-relationship"), remembered.stamp());

        // When
        var found = remembered.find(GP, report("p1"));

        // Then
        assertThat(found).isEmpty();
    }

    @Test
    void shouldForgetThePatientOfTheEventAndNoOther() {
        // Given
        remembered.keep(GP, report("p1"), YES, remembered.stamp());
        remembered.keep(GP, report("p2"), YES, remembered.stamp());

        // When
        hear(Event.newBuilder().setPatientId("p1").setAccessChanged(AccessChanged.newBuilder()));

        // Then
        assertThat(remembered.find(GP, report("p1"))).isEmpty();
        assertThat(remembered.find(GP, report("p2"))).contains(YES);
    }

    @Test
    void shouldForgetBothPatientsOfAMerge() {
        // Given
        remembered.keep(GP, report("p1"), YES, remembered.stamp());
        remembered.keep(GP, report("p2"), YES, remembered.stamp());

        // When
        hear(Event.newBuilder()
                .setPatientId("p1")
                .setPatientChanged(PatientChanged.newBuilder()
                        .setKind(PatientChanged.Kind.MERGED)
                        .setSurvivingPatientId("p2")));

        // Then
        assertThat(remembered.find(GP, report("p1"))).isEmpty();
        assertThat(remembered.find(GP, report("p2"))).isEmpty();
    }

    @Test
    void shouldNotKeepAnAnswerThatWasAskedForBeforeTheEventAndCameAfterIt() {
        // Given
        var asked = remembered.stamp();
        hear(Event.newBuilder().setPatientId("p1").setAccessChanged(AccessChanged.newBuilder()));

        // When
        remembered.keep(GP, report("p1"), YES, asked);

        // Then
        assertThat(remembered.find(GP, report("p1"))).isEmpty();
        remembered.keep(GP, report("p1"), YES, remembered.stamp());
        assertThat(remembered.find(GP, report("p1"))).contains(YES);
    }

    @Test
    void shouldTakeWhatIsNoEventWithoutForgettingAnything() {
        // Given
        remembered.keep(GP, report("p1"), YES, remembered.stamp());

        // When
        new AccessChangesListener(remembered).onEvent(new byte[] {1, 2, 3});

        // Then
        assertThat(remembered.find(GP, report("p1"))).contains(YES);
    }

    private void hear(Event.Builder event) {
        new AccessChangesListener(remembered).onEvent(event.build().toByteArray());
    }

    private static AccessRequest report(String patientId) {
        return AccessRequest.of(Action.READ, "DiagnosticReport", patientId, Set.of());
    }

    private static Caller caller(String id) {
        return new Caller(
                id, "Y90001", "clinician", Optional.empty(), Optional.empty(), "direct-care", new Scopes(List.of()));
    }

    record Settings(Duration grace) implements AccessConfig {
        @Override
        public Duration rememberedFor() {
            return Duration.ofMinutes(1);
        }

        @Override
        public int rememberedAtMost() {
            return 100;
        }
    }
}
