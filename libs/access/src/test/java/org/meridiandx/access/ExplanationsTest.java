package org.meridiandx.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

class ExplanationsTest {
    private static final ProblemException REFUSAL =
            ProblemException.of(ProblemCode.UNAUTHENTICATED, "kid: no key of that id is published here.");

    @Test
    void shouldTellNobodyWhyATokenWasRefusedWhereReasonsAreNotGiven() {
        // Given
        var explanations = new Explanations(Optional.of(false), "https://region.example");

        // When
        var told = (ProblemException) explanations.told(REFUSAL);

        // Then
        assertThat(explanations.areGiven()).isFalse();
        assertThat(told.problem().code()).isEqualTo(ProblemCode.UNAUTHENTICATED);
        assertThat(told.problem().detail()).doesNotContain("kid").contains("X-Correlation-ID");
    }

    @Test
    void shouldTellWhichClaimIsWrongWhereReasonsAreGiven() {
        // Given
        var explanations = new Explanations(Optional.of(true), "https://region.example");

        // When
        var told = explanations.told(REFUSAL);

        // Then
        assertThat(told).isSameAs(REFUSAL);
    }
}
