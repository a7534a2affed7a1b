package org.meridiandx.hl7v2;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StructureCheckTest {

    private final StructureCheck check = new StructureCheck();

    @Test
    void shouldFindNothingInACleanMessage() {
        assertThat(check.findings(Sample.received(Sample.oru("M1", "2.5.1")))).isEmpty();
    }

    @Test
    void shouldFindForeignSegmentsAndEmptyRequiredFields() {
        // Given
        var text = Sample.oru("M1", "2.3").replace("|F1|FBC^Full blood count", "|F1|") + "ZXX|secret\r";

        // When
        var findings = check.findings(Sample.received(text));

        // Then
        assertThat(findings)
                .extracting(finding -> finding.location().toString())
                .contains("ZXX", "OBR-4");
        assertThat(findings).allMatch(finding -> finding.severity() == AckProblem.Severity.WARNING);
        assertThat(findings.toString()).doesNotContain("secret");
    }

    @Test
    void shouldFindRatherThanFail() {
        assertThat(check.findings(Sample.received("nothing"))).hasSize(1);
        assertThat(check.findings(Sample.received("MSH|^^^^|"))).isNotEmpty();
        assertThat(check.findings(Sample.received("MSH|^~\\&|A|F|||t||XXX^Y99|1|P|2.5.1\r")))
                .isNotEmpty();
    }
}
