package org.meridiandx.result.edifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every segment of a report is named in `docs/mapping/edifact.md`; the acknowledgement is the
/// NHS's.
class EdifactMappingTest {
    private static final Set<String> QUALIFIED = Set.of("NAD", "RFF", "DTM", "FTX", "SPC", "RSL", "INV", "RND", "PNA");
    private static final Path SAMPLE = Path.of("src/test/resources/golden/edifact/groups-comparators-and-ranges.edi");

    @Test
    void shouldNameEachSegmentAsMappedOrAsDropped() throws IOException {
        // Given
        var text = Files.readString(Path.of("../docs/mapping/edifact.md"));

        // When
        var names = new TreeSet<String>();
        for (var segment : interchange().messages().getFirst().segments()) {
            var name = segment.name();
            names.add(QUALIFIED.contains(name) ? name + "+" + segment.text(0) : name);
        }

        // Then
        names.remove("UNH");
        assertThat(names).hasSizeGreaterThan(25).allMatch(text::contains);
    }

    @Test
    void shouldLoseASegmentOfTheTableOnlyWithADifference() throws IOException {
        // Given
        var text = Files.readString(SAMPLE);
        var whole = map(text);

        // When
        var without = List.of(
                "RFF+SRI",
                "DTM+ISR",
                "RFF+SSI",
                "DTM+329",
                "FTX+CID",
                "SPC+TSP",
                "RFF+STI",
                "RFF+RTI",
                "DTM+SCO",
                "DTM+SRI",
                "FTX+SPC",
                "SEQ++1'\nFTX",
                "STS++FI",
                "RFF+ARL",
                "RND+U",
                "FTX+RPD",
                "FTX+RIT",
                "FTX+CRR",
                "RSL+CV",
                "RSL+NV");

        // Then
        assertThat(without)
                .allSatisfy(segment -> assertThat(map(text.replace(segment, "ZZZ+" + segment)))
                        .as(segment)
                        .isNotEqualTo(whole));
    }

    @ParameterizedTest
    @CsvSource({"'','',IAF", "'',Not whole,IAP", "Not whole,Not whole,IRM"})
    void shouldSayWhatBecameOfTheWholeInterchange(String first, String second, String code) throws IOException {
        // When
        var ack = NhsAck.of(
                interchange(),
                List.of(new NhsAck.Answer("1", first), new NhsAck.Answer("2", second)),
                Instant.parse("2026-11-21T09:00:00Z"),
                "1000");

        // Then
        assertThat(ack)
                .startsWith("UNA:+.? '\nUNB+UNOC:3+000000009990002+000000009990001+261121:0900+1000++NHSACK'\n")
                .contains("NIR+SIR:77+000000009990001+000000009990002+" + code + "'");
        var read = EdifactInterchange.read(ack).orElseThrow().messages().getFirst();
        assertThat(read.isWhole()).isTrue();
        assertThat(read.form()).isEqualTo("NHS001");
    }

    private static String map(String text) {
        var message = EdifactInterchange.read(text).orElseThrow().messages().getFirst();
        var draft = EdifactMapper.map(message, new org.meridiandx.feeds.Sender("RX902/1", "RX902", "2"));
        var report = draft.patients().getFirst().reports().getFirst();
        return report.json()
                + report.key()
                + report.lines().stream().map(line -> line.json()).toList()
                + report.specimens().stream().map(sample -> sample.json()).toList()
                + draft.patients().getFirst().query().identifiers().size()
                + draft.patients().getFirst().query().birthDate();
    }

    private static EdifactInterchange interchange() throws IOException {
        return EdifactInterchange.read(Files.readString(SAMPLE)).orElseThrow();
    }
}
