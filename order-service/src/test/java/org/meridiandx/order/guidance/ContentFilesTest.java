package org.meridiandx.order.guidance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ContentFilesTest {

    @Test
    void shouldReadAllThatIsShipped() {
        // When
        var content = ContentFiles.shipped();

        // Then
        assertThat(content.guidelines()).hasSize(59);
        assertThat(content.rules()).hasSize(59);
        assertThat(content.vocabulary().facts()).hasSize(309);
        assertThat(content.vocabulary().derivedFacts()).hasSize(27);
        assertThat(content.status()).contains("draft for clinical review");
        assertThat(content.version()).isEqualTo("guidelines 0.1.0, safety rules 0.1.0, vocabulary 0.1.0");
    }
}
