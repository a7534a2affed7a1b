package org.meridiandx.identity.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.meridiandx.identity.audit.AuditColumns;
import org.meridiandx.identity.audit.merkle.TreeHash;

class LogCheckTest {
    private static final byte[] CONTENT = """
            {"resourceType":"AuditEvent","id":"a","recorded":"2026-01-02T03:04:05Z",
             "meta":{"lastUpdated":"2026-01-02T03:04:05Z"}}""".getBytes(StandardCharsets.UTF_8);

    /// The next piece is read from where the walk has come to: one that stands still never ends.
    @Test
    void shouldWalkOnBehindAGapOfMillions() {
        // Given
        var findings = new Findings();
        var check = new LogCheck(findings, WitnessedRoots.of(List.of(), null, "north", findings));

        // When
        check.accept(entry(1));
        check.accept(entry(2_000_000));
        check.accept(entry(2_000_001));

        // Then
        assertThat(check.last()).isEqualTo(2_000_001);
        assertThat(findings.verdict(check.entries()).findings())
                .extracting(Verdict.Finding::text)
                .containsExactly("entries 2 to 1999999 are missing");
    }

    private static StoredEntry entry(long seq) {
        return new StoredEntry(seq, AuditColumns.of(CONTENT).orElseThrow(), true, CONTENT, TreeHash.leaf(CONTENT));
    }
}
