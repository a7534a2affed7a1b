package org.meridiandx.result.edifact;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.feeds.Sender;
import org.meridiandx.result.oru.Drafts;
import org.meridiandx.result.reports.ResultType;
import org.meridiandx.result.resources.ResourceTree;
import org.meridiandx.testkit.shared.SharedData;

/// Pairs of an interchange and what it becomes, found by file name: `golden/edifact/*.edi` with
/// `*.json`.
///
/// What differs is written to `target/golden/`, to be read and, where it is right, copied.
class GoldenEdifactTest {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final Path FOLDER = Path.of("src/test/resources/golden/edifact");
    private static final Sender LABORATORY = new Sender("RX902/1", "RX902", "2");

    static List<String> names() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".edi"))
                    .map(name -> name.replace(".edi", ""))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void shouldMapAsTheGoldenPairSays(String name) throws IOException {
        // Given
        var expected = FOLDER.resolve(name + ".json");
        var interchange = EdifactInterchange.read(Files.readString(FOLDER.resolve(name + ".edi")))
                .orElseThrow();

        // When
        var draft = EdifactMapper.map(interchange.messages().getFirst(), LABORATORY);
        var actual = JSON.writeValueAsString(tree(draft)) + "\n";

        // Then
        var wanted = Files.exists(expected) ? Files.readString(expected) : "";
        if (!actual.equals(wanted)) {
            var folder = Files.createDirectories(Path.of("target/golden"));
            Files.writeString(folder.resolve(name + ".json"), actual);
        }
        assertThat(actual).isEqualTo(wanted);
        assertIsFhir(draft);
    }

    @Test
    void shouldReadTheReportsOfOthersOrSayWhatIsWrong() throws IOException {
        // Given
        var taken = 0;
        var refused = 0;

        // When
        for (var file : SharedData.files("extras/nhs_edifact_pathology", "*.edifact*.dat")) {
            var text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            for (var message : EdifactInterchange.read(text).orElseThrow().messages()) {
                var draft = EdifactMapper.map(message, LABORATORY);
                taken += draft.errors().isEmpty() ? 1 : 0;
                refused += draft.errors().isEmpty() ? 0 : 1;
                assertIsFhir(draft);
            }
        }

        // Then
        assertThat(taken).isGreaterThan(5);
        assertThat(refused).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "UNA", "UNA:+.? 'UNB+'", "hello", "UNB+UNOC:3+1+2'UNH+1+MEDRPT'UNT+2+1'", "'''''", "UNB?"})
    void shouldSayThatItIsNoInterchange(String text) {
        assertThat(EdifactInterchange.read(text)).isEmpty();
    }

    @Test
    void shouldReadOtherSeparators() {
        // Given
        var text = "UNA#*.! ~UNB*UNOC#3*1*2*261121#0900*77~UNH*1*MEDRPT#0#1#RT#NHS003~BGM*A!*B!~~UNT*3*1~UNZ*1*77~";

        // When
        var message = EdifactInterchange.read(text).orElseThrow().messages().getFirst();

        // Then
        assertThat(message.form()).isEqualTo("NHS003");
        assertThat(message.isWhole()).isTrue();
        assertThat(message.segments().get(1).text(0)).isEqualTo("A*B~");
    }

    private static void assertIsFhir(Drafts.Message draft) {
        for (var report : draft.patients().getFirst().reports()) {
            assertThat(ResultType.DIAGNOSTIC_REPORT.faults(ResourceTree.write(report.json())))
                    .isEmpty();
            assertThat(report.lines())
                    .allSatisfy(line -> assertThat(ResultType.OBSERVATION.faults(ResourceTree.write(line.json())))
                            .isEmpty());
            assertThat(report.specimens())
                    .allSatisfy(sample -> assertThat(ResultType.SPECIMEN.faults(ResourceTree.write(sample.json())))
                            .isEmpty());
        }
    }

    private static ObjectNode tree(Drafts.Message draft) {
        var tree = ResourceTree.object();
        var patient = draft.patients().getFirst();
        var identifiers = tree.putArray("identifiers");
        patient.query().identifiers().forEach(key -> identifiers.add(key.system() + "|" + key.value()));
        tree.put("birthDate", patient.query().birthDate());
        var report = patient.reports().getFirst();
        tree.put("key", report.key());
        tree.set("report", report.json());
        var lines = tree.putArray("observations");
        report.lines().forEach(line -> lines.addObject().put("key", line.key()).set("observation", line.json()));
        var samples = tree.putArray("specimens");
        report.specimens().forEach(sample -> samples.add(sample.json()));
        var errors = tree.putArray("errors");
        draft.errors().forEach(error -> errors.add(error.location() + " " + error.message()));
        return tree;
    }
}
