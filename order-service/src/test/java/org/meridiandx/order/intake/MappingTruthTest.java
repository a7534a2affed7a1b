package org.meridiandx.order.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.hl7v2.ReceivedMessage;
import org.meridiandx.testkit.shared.RepositoryRoot;

/// Holds both tables of docs/mapping to the code: what stands under "Mapped" changes the order, what
/// stands under "Kept raw" does not.
class MappingTruthTest {
    private static final Pattern FIELD = Pattern.compile("\\b([A-Z][A-Z0-9]{2}-\\d+)\\b");
    private static final List<String> EVERYTHING = List.of(
            "MSH|^~\\&|EPR|RX901|LIMS|RX902|20261121090000||OML^O21^OML_O21|M1|P|2.5.1",
            "PID|1|OLD1^^^RX901^MR|9990000018^^^NHS^NH||TEST^PATIENT||19800101|F",
            "AL1|1|DA|PEN^Penicillin^L|MO|Rash",
            "ORC|NW|P1^EPR|F1^LIMS|G1^EPR|CA||^^^20261123^^A||20261121|||C1^Doctor^Ann||01234||R1^Reason^L|||||"
                    + "Hospital^^RX903^^^ODS",
            "TQ1|1||||||20261122080000||S|Fasting|Before the round",
            "OBR|1|P2^EPR|F2^LIMS|FBC^Full blood count^L|U|20261124|20261121083000|||||Danger|Tired|20261121091500|BLD^Blood^L|"
                    + "C2^Other^Bob|05678|||||||RAD|||^^^^^T|C3^Copy^Carl|||R2^Tired^L|||||20261125|||TT^Note^L|||||"
                    + "PR^Procedure^L||PS^Supplement^L",
            "NTE|1||Please telephone",
            "OBX|1|NM|29463-7^Body weight^LN|1|71.5|kg^kilogram^UCUM|50-100|N|||P|||20261121|||M^Scales^L|||B^Body^L",
            "DG1|1||D64.9^Anaemia^I10|Anaemic",
            "SPM|1|S1^L1||BLD^Blood^L|||VP^Venepuncture^L|LA^Left arm^L||||||Labelled|||20261121|20261122||||||C^Clotted^L");

    /// What must be empty (or have a value) for a field to count, because another says the same first.
    private static final Map<String, String> UNLESS = Map.ofEntries(
            Map.entry("OBR-2", "ORC-2"),
            Map.entry("OBR-3", "ORC-3"),
            Map.entry("ORC-1", "ORC-1=CA"),
            Map.entry("ORC-5", "ORC-1=SC"),
            Map.entry("ORC-7", "TQ1-7 TQ1-9"),
            Map.entry("OBR-27", "TQ1-9 ORC-7"),
            Map.entry("OBR-5", "TQ1-9 ORC-7 OBR-27"),
            Map.entry("OBR-36", "TQ1-7 ORC-7"),
            Map.entry("OBR-6", "TQ1-7 ORC-7 OBR-36"),
            Map.entry("OBR-16", "ORC-12"),
            Map.entry("OBR-17", "ORC-14"),
            Map.entry("OBR-14", "ORC-1=SC ORC-5=IP SPM"),
            Map.entry("OBR-7", "SPM"),
            Map.entry("OBR-15", "SPM"));

    /// What the admission of a message looks at, and PID-4, which is read and not asked for.
    private static final Set<String> ELSEWHERE = Set.of("MSH-9", "MSH-10", "MSH-12", "PID-4");

    static Stream<String> mapped() throws IOException {
        return fields("## Mapped", "## Kept raw").filter(field -> !ELSEWHERE.contains(field));
    }

    static Stream<String> keptRaw() throws IOException {
        return fields("## Kept raw", "\0").filter(field -> !field.equals("MSH-2"));
    }

    private static Stream<String> fields(String from, String to) throws IOException {
        var page = Files.readString(RepositoryRoot.find().resolve("docs/mapping/orm-oml-service-request.md"));
        var end = page.indexOf(to);
        var found = new TreeSet<String>();
        page.substring(page.indexOf(from), end < 0 ? page.length() : end)
                .lines()
                .filter(line -> line.startsWith("| "))
                .map(line -> line.split("\\|")[1])
                .forEach(cell -> FIELD.matcher(cell).results().forEach(match -> found.add(match.group(1))));
        return found.stream();
    }

    private static Map<String, String> everything() {
        var segments = new LinkedHashMap<String, String>();
        EVERYTHING.forEach(line -> segments.put(line.substring(0, 3), line));
        return segments;
    }

    private static void set(Map<String, String> segments, String field, String value) {
        var name = field.substring(0, 3);
        var fields = new ArrayList<>(Arrays.asList(segments.get(name).split("\\|", -1)));
        var index = Integer.parseInt(field.substring(4)) - (name.equals("MSH") ? 1 : 0);
        while (fields.size() <= index) {
            fields.add("");
        }
        fields.set(index, value);
        segments.put(name, String.join("|", fields));
    }

    private static void prepare(Map<String, String> segments, String steps) {
        for (var step : steps.split(" ")) {
            if (step.length() == 3) {
                segments.remove(step);
            } else if (!step.isEmpty()) {
                var parts = step.split("=");
                set(segments, parts[0], parts.length > 1 ? parts[1] : "");
            }
        }
    }

    /// All that a message is read as.
    private static String read(Map<String, String> segments) {
        var received = ReceivedMessage.of(
                String.join("\r", segments.values()).getBytes(StandardCharsets.UTF_8),
                ReceivedMessage.Peer.named("test"),
                Instant.parse("2026-11-21T09:00:00Z"));
        var message = new OrderMessageReader().read(received);
        var text = new StringBuilder(message.sender().toString())
                .append(message.patient().identifiers().identifiers())
                .append(message.patient().identifiers().birthDate())
                .append(message.problems());
        for (var command : message.commands()) {
            text.append('\n').append(command.control()).append(command.news()).append(command.placer());
            text.append(new String(FhirJson.encode(command.request()), StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    @ParameterizedTest
    @MethodSource("mapped")
    void shouldReadWhatIsListedAsMapped(String field) {
        // Given
        var segments = everything();
        prepare(segments, UNLESS.getOrDefault(field, ""));
        var before = read(segments);

        // When
        set(segments, field, "");

        // Then
        assertThat(read(segments)).as("without " + field).isNotEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("keptRaw")
    void shouldLeaveAloneWhatIsListedAsKeptRaw(String field) {
        // Given
        var segments = everything();
        var before = read(segments);
        segments.putIfAbsent(field.substring(0, 3), field.substring(0, 3) + "|");

        // When
        set(segments, field, "ZZ9");

        // Then
        assertThat(read(segments)).as("with " + field).isEqualTo(before);
    }

    @Test
    void shouldListNoFieldTwice() throws IOException {
        // Given
        var both = new TreeSet<>(mapped().toList());

        // When
        both.retainAll(keptRaw().toList());

        // Then
        assertThat(both).isEmpty();
    }
}
