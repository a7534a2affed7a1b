package org.meridiandx.dev.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FeedReportTest {

    @Test
    void shouldCountTheSameReasonOnceWhateverVaries() {
        // Given
        var report = report(
                rejected("422 X: no patient 9990001006 in 'abc'"),
                rejected("422 X: no patient 9990001014 in 'def'"),
                rejected("400 Y: no"));

        // When
        var reasons = report.reasons(Outcome.Kind.REJECTED);

        // Then
        assertThat(reasons).isEqualTo(Map.of("422 X: no patient … in …", 2L, "400 Y: no", 1L));
    }

    @Test
    void shouldKeepTheNumbersThatNameSomething() {
        // Given
        var report = report(
                rejected("AR 207 MSH-9: ORU^R01 only"),
                rejected("failure reason C000"),
                rejected("400 B: syntax at line 12, column 7"));

        // When
        var reasons = report.reasons(Outcome.Kind.REJECTED);

        // Then
        assertThat(reasons)
                .containsOnlyKeys(
                        "AR 207 MSH-9: ORU^R01 only", "failure reason C000", "400 B: syntax at line …, column …");
    }

    @Test
    void shouldNotCountWhatWasNotSent() {
        // When
        var report = report(Outcome.accepted("a", "Patient"), Outcome.notKept("b", "Flag", "not kept"), rejected("no"));

        // Then
        assertThat(report.sent()).isEqualTo(2);
        assertThat(report.accepted()).isEqualTo(1);
        assertThat(report.rejected()).isEqualTo(1);
        assertThat(report.clean()).isTrue();
    }

    @Test
    void shouldNotBeCleanWhenAnAnswerIsMissing() {
        var report = report(Outcome.unanswered("a", "ORU^R01", new java.io.EOFException("closed")));

        assertThat(report.clean()).isFalse();
    }

    private static Outcome rejected(String reason) {
        return new Outcome("f", "t", Outcome.Kind.REJECTED, reason);
    }

    private static FeedReport report(Outcome... outcomes) {
        return new FeedReport("x", List.of(outcomes), Duration.ZERO);
    }
}
