package org.meridiandx.imaging.studies;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.meridiandx.imaging.header.StudyAttributes;
import org.meridiandx.imaging.matching.Match;
import org.meridiandx.imaging.studies.Admission.Admitted;

class AdmittedTest {
    private static final String UID = "1.2.3";

    @Test
    void shouldCloseAStudyThatAnotherOrganisationMadeAfterTheDecision() {
        // Given
        var admitted = new Admitted(Set.of("9.9"), Set.of(), Map.of());

        // When
        var closed = admitted.closedAmong(Map.of(UID, studyOf("RX903")), "RX901");

        // Then
        assertThat(closed).containsExactlyInAnyOrder("9.9", UID);
    }

    @Test
    void shouldLeaveOpenWhatTheOrganisationMadeItselfOrWasDecidedOn() {
        // Given
        var unseen = new Admitted(Set.of(), Set.of(), Map.of());
        var seen = new Admitted(Set.of(), Set.of(UID), Map.of());
        var locked = Map.of(UID, studyOf("RX903"));

        // When
        var ofItself = unseen.closedAmong(locked, "RX903");
        var decidedOn = seen.closedAmong(locked, "RX901");

        // Then
        assertThat(ofItself).isEmpty();
        assertThat(decidedOn).isEmpty();
    }

    private static Study studyOf(String custodian) {
        var attributes = new StudyAttributes(
                UID,
                "",
                "",
                "",
                Optional.empty(),
                "",
                "",
                "",
                Optional.empty(),
                "",
                Optional.empty(),
                "",
                "",
                "",
                new byte[0]);
        var ownership = Study.Ownership.of(custodian, new Match.Unmatched("new"));
        return new Study("study-1", 1, Instant.EPOCH, ownership, attributes, List.of(), "", 0, 1);
    }
}
