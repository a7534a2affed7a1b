package org.meridiandx.result.oru;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.hl7v2.ReceivedMessage;
import org.meridiandx.result.Samples;

/// Holds `docs/mapping` to the truth: every field of OBR, OBX and SPM is in its table or in the
/// list of what is dropped, and a field is in the table exactly when it makes a difference to what
/// is stored.
class MappingTablesTest {
    private static final Pattern RANGE = Pattern.compile("(\\d+)(?: to (\\d+))?");
    private static final Map<String, List<String>> BASE = Map.of(
            "OBR",
                    List.of(
                            "1",
                            "P",
                            "F",
                            "X^X^L",
                            "",
                            "",
                            "20261120",
                            "",
                            "",
                            "",
                            "",
                            "",
                            "",
                            "",
                            "BLD",
                            "",
                            "",
                            "",
                            "",
                            "",
                            "",
                            "20261121080000",
                            "",
                            "",
                            "F"),
            "OBX", List.of("1", "NM", "K^K^L", "", "5", "", "", "", "", "", "F"),
            "SPM", List.of("1", "S1", "", "BLD"),
            "TXA", List.of("1", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "AU"));
    private static final Map<String, String> SAMPLES = Map.ofEntries(
            Map.entry("OBR-7", "20261119"),
            Map.entry("OBR-8", "20261122"),
            Map.entry("OBR-14", "202611201000"),
            Map.entry("OBR-22", "20261121090000"),
            Map.entry("OBR-24", "RAD"),
            Map.entry("OBR-25", "C"),
            Map.entry("OBX-2", "CWE"),
            Map.entry("OBX-11", "C"),
            Map.entry("OBX-14", "20261118"),
            Map.entry("OBX-19", "20261121090000"),
            Map.entry("SPM-12", "10^mL"),
            Map.entry("SPM-17", "20261119"),
            Map.entry("SPM-18", "20261119"),
            Map.entry("SPM-20", "N"),
            Map.entry("TXA-4", "20261119"),
            Map.entry("TXA-6", "20261119080000"),
            Map.entry("TXA-7", "20261119080000"),
            Map.entry("TXA-8", "20261119080000"),
            Map.entry("TXA-17", "AU"),
            Map.entry("TXA-18", "R"),
            Map.entry("TXA-19", "CA"));

    @ParameterizedTest
    @CsvSource({"OBR,50,diagnostic-report", "OBX,25,observation", "SPM,29,specimen", "TXA,28,document"})
    void shouldListEveryFieldOnceAsMappedOrAsDropped(String segment, int last, String document) throws IOException {
        // Given
        var text = read(document);

        // When
        var mapped = mapped(text);
        var dropped = dropped(text);

        // Then
        var all = new TreeSet<>(mapped);
        all.addAll(dropped);
        assertThat(all)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, last).boxed().toList());
        assertThat(mapped).as("mapped and dropped").doesNotContainAnyElementsOf(dropped);
    }

    @ParameterizedTest
    @CsvSource({"OBR,50,diagnostic-report", "OBX,25,observation", "SPM,29,specimen", "TXA,28,document"})
    void shouldListAFieldAsMappedExactlyWhenItMakesADifference(String segment, int last, String document)
            throws IOException {
        // Given
        var documented = mapped(read(document));
        var effective = new TreeSet<Integer>();

        // When
        for (var field = 1; field <= last; field++) {
            var sample = SAMPLES.getOrDefault(segment + "-" + field, "ZZ9^Zeta^L");
            if (!draft(segment, field, sample).equals(draft(segment, field, ""))) {
                effective.add(field);
            }
        }

        // Then
        assertThat(effective).containsExactlyElementsOf(documented);
    }

    private static String draft(String segment, int field, String value) {
        if (segment.equals("TXA")) {
            return document(with(segment, field, value));
        }
        var segments = new ArrayList<String>();
        for (var name : List.of("OBR", "OBX", "SPM")) {
            if (!name.equals("SPM") || segment.equals("SPM")) {
                segments.add(name.equals(segment) ? with(name, field, value) : with(name, 1, "1"));
            }
        }
        var bytes = Samples.message("1", Samples.NHS_NUMBER, segments.toArray(String[]::new));
        var received = ReceivedMessage.of(bytes, ReceivedMessage.Peer.named("test"), Instant.EPOCH);
        var report = OruMapper.map(received.header(), received.message())
                .patients()
                .getFirst()
                .reports()
                .getFirst();
        return report.json() + "|" + report.key() + "|" + report.parent()
                + report.lines().stream().map(Drafts.Line::json).toList()
                + report.specimens().stream().map(Drafts.Specimen::json).toList();
    }

    private static String document(String txa) {
        var text = "MSH|^~\\&|RIS|RX902|MERIDIAN|NORTH|20261121090000||MDM^T02|1|P|2.8\rPID|1||9990000018^^^NHS^NH\r"
                + txa + "\rOBX|1|TX|X^X^L||text||||||F\r";
        var received = ReceivedMessage.of(
                text.getBytes(StandardCharsets.UTF_8), ReceivedMessage.Peer.named("test"), Instant.EPOCH);
        var report = DocumentMapper.map(received.header(), received.message())
                .patients()
                .getFirst()
                .reports()
                .getFirst();
        return report.json() + "|" + report.key() + "|" + report.document();
    }

    private static String with(String segment, int field, String value) {
        var fields = new ArrayList<>(BASE.getOrDefault(segment, List.of()));
        while (fields.size() < field) {
            fields.add("");
        }
        fields.set(field - 1, value);
        return segment + "|" + String.join("|", fields);
    }

    private static Set<Integer> mapped(String text) {
        var numbers = new TreeSet<Integer>();
        text.lines()
                .filter(line -> line.matches("\\| \\d.*"))
                .forEach(line -> addNumbers(numbers, line.split("\\|", 3)[1]));
        return numbers;
    }

    private static Set<Integer> dropped(String text) {
        var numbers = new TreeSet<Integer>();
        var list = text.substring(text.indexOf("Dropped:")).replaceAll("\\([^)]*\\)", "");
        addNumbers(numbers, list.substring(0, list.indexOf('.')));
        return numbers;
    }

    private static void addNumbers(Set<Integer> numbers, String text) {
        var match = RANGE.matcher(text.replaceAll("\\s+", " "));
        while (match.find()) {
            var from = Integer.parseInt(match.group(1));
            var to = match.group(2) == null ? from : Integer.parseInt(match.group(2));
            IntStream.rangeClosed(from, to).forEach(numbers::add);
        }
    }

    private static String read(String document) throws IOException {
        return Files.readString(Path.of("../docs/mapping", document + ".md"), StandardCharsets.UTF_8);
    }
}
