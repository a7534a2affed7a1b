package org.meridiandx.result.edifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.feeds.Sender;
import org.meridiandx.result.filing.rules.SupersedeRule;
import org.meridiandx.result.oru.Drafts;

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

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "FI,FI;final",
                "FI,EN;corrected",
                "FI,CA;final",
                "FI,;final",
                "EN,EN;entered-in-error",
                "EN,CA;cancelled",
                "EN,;corrected",
                "CA,;amended",
                ",;unknown",
                "FI,PR;preliminary",
                "CO,EN;corrected"
            })
    void shouldGiveTheReportTheStatusOfItsLines(String lines, String expected) {
        // When
        var report = ofStatuses(lines.split(",", -1));

        // Then
        assertThat(report.json().path("status").asText()).isEqualTo(expected);
        assertThat(report.isStatusOfLines()).isTrue();
    }

    /// Whatever a later message withdraws, it is not taken for older than what is on record.
    @ParameterizedTest
    @ValueSource(strings = {"FI,EN", "FI,CA", "FI,", "EN,EN", "CA,CA", "EN,CA", "EN,", "CA,"})
    void shouldPutAMessageThatWithdrawsLinesAboveTheOneThatHasThem(String lines) {
        // Given
        var first = ofStatuses("FI", "FI");

        // When
        var later = ofStatuses(lines.split(",", -1));

        // Then
        assertThat(later.key()).isEqualTo(first.key());
        assertThat(SupersedeRule.decide(version(first), version(later))).isEqualTo(SupersedeRule.Decision.SUPERSEDES);
    }

    @ParameterizedTest
    @CsvSource({
        "202611200941,202611200941,2026-11-20T09:41",
        "202611200941,202611201241,''",
        "202611200941,'',''",
        "'','',''"
    })
    void shouldGiveATimeOnlyWhereAllSpecimensHaveIt(String one, String other, String expected) {
        // When
        var report = report(specimen(1, one) + specimen(2, other) + line("FI"));

        // Then
        assertThat(report.specimens()).hasSize(2);
        assertThat(report.json().path("effectiveDateTime").asText()).startsWith(expected);
        assertThat(report.json().has("effectiveDateTime")).isEqualTo(!expected.isEmpty());
        assertThat(report.lines().getFirst().json().has("effectiveDateTime")).isEqualTo(!expected.isEmpty());
    }

    @Test
    void shouldKeepEveryResultOfAnInvestigation() {
        // When
        var line = report("GIS+N'INV+MQ+423..:911::Haemoglobin'RSL+NV+11.0'RSL+NV+11.4++:::g/dL+HI'RSL+TX+Clotted'")
                .lines()
                .getFirst()
                .json();

        // Then
        assertThat(line.at("/valueQuantity/value").decimalValue()).isEqualByComparingTo("11.0");
        assertThat(line.at("/component/0/valueQuantity/value").decimalValue()).isEqualByComparingTo("11.4");
        assertThat(line.at("/component/0/interpretation/0/text").asText()).isEqualTo("HI");
        assertThat(line.at("/component/1/valueString").asText()).isEqualTo("Clotted");
        assertThat(line.at("/component/1/code")).isEqualTo(line.path("code"));
        assertThat(line.has("interpretation")).isFalse();
    }

    @Test
    void shouldHoldNoEmptyTextAndNoNul() {
        // When
        var line = report("GIS+N'INV+MQ+423..:911::Haemo\0globin'RSL+NV++7.4'")
                .lines()
                .getFirst()
                .json();

        // Then
        assertThat(line.path("code").path("text").asText()).isEqualTo("Haemo\uFFFDglobin");
        assertThat(line.has("valueString")).isFalse();
    }

    private static String specimen(int number, String time) {
        return "S16+16'SEQ++" + number + "'SPC+TSP+:::BLOOD'RFF+STI:A" + number + "'"
                + (time.isEmpty() ? "" : "DTM+SCO:" + time + ":203'");
    }

    private static String line(String status) {
        return "GIS+N'INV+MQ+423..:911::Haemoglobin'RSL+NV+11.0'" + (status.isEmpty() ? "" : "STS++" + status + "'");
    }

    private static Drafts.Report ofStatuses(String... statuses) {
        var lines = new StringBuilder(specimen(1, "202611200941"));
        for (var status : statuses) {
            lines.append(line(status));
        }
        return report(lines.toString());
    }

    private static Drafts.Report report(String samplesAndLines) {
        var text =
                "UNB+UNOC:3+1+2+261121:0900+77'UNH+1+MEDRPT:0:1:RT:NHS003'S02+02'RFF+SRI:15/T1'DTM+ISR:202611201541:203'"
                        + "S07+07'PNA+PAT+9990000018:OPI'" + samplesAndLines + "UNT+9+1'UNZ+1+77'";
        var message = EdifactInterchange.read(text).orElseThrow().messages().getFirst();
        return EdifactMapper.map(message, new Sender("RX902/1", "RX902", "2"))
                .patients()
                .getFirst()
                .reports()
                .getFirst();
    }

    private static SupersedeRule.Version version(Drafts.Report report) {
        var issued = OffsetDateTime.parse(report.json().path("issued").asText()).toInstant();
        return new SupersedeRule.Version(
                report.json().path("status").asText(), Optional.of(issued), report.contentHash());
    }

    private static String map(String text) {
        var message = EdifactInterchange.read(text).orElseThrow().messages().getFirst();
        var draft = EdifactMapper.map(message, new Sender("RX902/1", "RX902", "2"));
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
