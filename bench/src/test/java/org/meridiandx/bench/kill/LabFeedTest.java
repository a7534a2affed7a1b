package org.meridiandx.bench.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabFeedTest {

    private static final LocalDateTime NOW = LocalDateTime.of(2026, 1, 5, 9, 30);

    @Test
    void shouldMakeJustSoManyMessagesEachUnderItsOwnControlId() {
        // Given
        int messages = 301;

        // When
        var feed = LabFeed.of("K1", messages, NOW);

        // Then
        assertThat(all(feed))
                .hasSize(messages)
                .extracting(LabFeed.Message::controlId)
                .doesNotHaveDuplicates();
        assertThat(feed.patients()).hasSizeGreaterThan(5).doesNotHaveDuplicates();
        assertThat(feed.reports())
                .filteredOn(LabFeed.Report::isCritical)
                .hasSize(feed.reports().size() / 10);
    }

    @Test
    void shouldCorrectAReportUnderItsOwnFillerNumber() {
        // Given
        var feed = LabFeed.of("K1", 40, NOW);

        // When
        var report = feed.reports().get(3);

        // Then
        assertThat(report.messages())
                .hasSize(3)
                .allSatisfy(message -> assertThat(text(message))
                        .contains("OBR|1||" + report.filler() + "^Y90001|")
                        .contains("||" + message.number() + "|1|"));
        assertThat(text(report.messages().getFirst())).contains("|20260105093000||CHEM|P\r");
        assertThat(text(report.last())).contains("|20260105093002||CHEM|C\r");
    }

    private static List<LabFeed.Message> all(LabFeed feed) {
        return feed.reports().stream()
                .flatMap(report -> report.messages().stream())
                .toList();
    }

    private static String text(LabFeed.Message message) {
        return new String(message.content(), StandardCharsets.UTF_8);
    }
}
