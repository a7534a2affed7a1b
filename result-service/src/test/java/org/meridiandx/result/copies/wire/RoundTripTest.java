package org.meridiandx.result.copies.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Specimen;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.hl7v2.ReceivedMessage;
import org.meridiandx.result.oru.Drafts;
import org.meridiandx.result.oru.OruAdmission;
import org.meridiandx.result.resources.ResourceTree;

/// What a laboratory sends, read, written as a copy and read again by the same reader, says the
/// same.
class RoundTripTest {
    private static final Path FOLDER = Path.of("src/test/resources/golden/oru");
    private static final Profile PROFILE = new Profile("Y90001", "2.5.1", "UNICODE UTF-8", "GP", "MERIDIAN", "NORTH");
    /// What may differ, each with its reason in docs/mapping/diagnostic-report-oru.md.
    private static final List<String> MAY_DIFFER = List.of(
            ".*coding\\.display=.*", // the text, where a code has no name
            "performer.*", // of a report: who sends the copy stands in MSH-4; of a line: one name of several
            "extension\\.(url|valueReference.*)=.*", // copy-to names this copy's recipient
            "encounter.*",
            "note\\.text=.*", // of a specimen: the first
            "condition.*",
            "collection\\.quantity.*",
            "receivedTime.*",
            "referenceRange\\..*", // written as its text
            "presentedForm\\.(creation|title).*");

    static List<String> names() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".hl7") && !name.startsWith("mdm"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void shouldSayTheSame(String name) throws IOException {
        // Given
        var sent = Files.readString(FOLDER.resolve(name)).replace('\n', '\r').getBytes(StandardCharsets.UTF_8);

        for (var draft : reports(sent)) {
            // When
            var again = reports(write(draft));

            // Then
            assertThat(again).hasSize(1);
            var report = again.getFirst().json();
            if (!draft.json().has("identifier")) {
                report.remove("identifier"); // the id that the report has here
            }
            assertSame(List.of(draft.json()), List.of(report));
            assertSame(lines(draft), lines(again.getFirst()));
            assertSame(samples(draft), samples(again.getFirst()));
        }
    }

    private static List<ObjectNode> lines(Drafts.Report report) {
        return report.lines().stream().map(Drafts.Line::json).toList();
    }

    private static List<ObjectNode> samples(Drafts.Report report) {
        return report.specimens().stream().map(Drafts.Specimen::json).toList();
    }

    private static void assertSame(List<ObjectNode> before, List<ObjectNode> after) {
        assertThat(after).hasSameSizeAs(before);
        for (var i = 0; i < before.size(); i++) {
            if (!before.get(i).has("issued")) {
                after.get(i).remove("issued"); // the report's
            }
            assertThat(said(after.get(i))).isEqualTo(said(before.get(i)));
        }
    }

    private static String said(ObjectNode resource) {
        var all = new TreeSet<String>();
        collect("", resource, all);
        if (all.remove("status=unknown")) {
            all.add("status=preliminary"); // not verified
        }
        all.removeIf(line -> MAY_DIFFER.stream().anyMatch(line::matches));
        return String.join("\n", all);
    }

    private static void collect(String path, JsonNode node, TreeSet<String> into) {
        if (node.isObject()) {
            node.properties()
                    .forEach(entry -> collect(
                            path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(), entry.getValue(), into));
        } else if (node.isArray()) {
            node.forEach(item -> collect(path, item, into));
        } else {
            // A local code is the sender's before, and ours after.
            into.add(path + "=" + node.asText().replaceAll("urn:meridian:[^:]*:", "urn:meridian:any:"));
        }
    }

    private static byte[] write(Drafts.Report draft) {
        var lines = new ArrayList<Observation>();
        for (var line : draft.lines()) {
            lines.add(read(line.json(), Observation.class, "line-" + lines.size()));
        }
        var samples = new ArrayList<Specimen>();
        for (var sample : draft.specimens()) {
            samples.add(read(sample.json(), Specimen.class, "sample-" + samples.size()));
        }
        var report = read(draft.json(), DiagnosticReport.class, "report-1");
        return ReportMessageMapper.write(new OutgoingReport(
                PROFILE, "C1", Instant.EPOCH, false, report, lines, samples, "9990000018", Optional.empty()));
    }

    private static <T extends Resource> T read(ObjectNode json, Class<T> type, String id) {
        var resource = FhirJson.read(ResourceTree.write(json), type);
        resource.setId(id);
        return resource;
    }

    private static List<Drafts.Report> reports(byte[] message) {
        var received = ReceivedMessage.of(message, ReceivedMessage.Peer.named("test"), Instant.EPOCH);
        var admission = OruAdmission.admit(received);
        assertThat(admission).isInstanceOf(OruAdmission.Admitted.class);
        return ((OruAdmission.Admitted) admission)
                .draft().patients().stream()
                        .flatMap(patient -> patient.reports().stream())
                        .toList();
    }
}
