package org.meridiandx.result.oru;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meridiandx.hl7v2.AckProblem;
import org.meridiandx.hl7v2.ReceivedMessage;
import org.meridiandx.result.reports.ResultType;
import org.meridiandx.result.resources.ResourceTree;

/// Pairs of a message and what it becomes, found by file name: `golden/oru/*.hl7` with `*.json`.
///
/// What differs is written to `target/golden/`, to be read and, where it is right, copied.
class GoldenOruTest {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final Path FOLDER = Path.of("src/test/resources/golden/oru");

    static List<String> names() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".hl7"))
                    .map(name -> name.replace(".hl7", ""))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void shouldMapAsTheGoldenPairSays(String name) throws IOException {
        // Given
        var message = received(name);
        var expected = FOLDER.resolve(name + ".json");

        // When
        var actual = JSON.writeValueAsString(tree(map(message))) + "\n";

        // Then
        var wanted = Files.exists(expected) ? Files.readString(expected) : "";
        if (!actual.equals(wanted)) {
            var folder = Files.createDirectories(Path.of("target/golden"));
            Files.writeString(folder.resolve(name + ".json"), actual);
        }
        assertThat(actual).isEqualTo(wanted);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void shouldBeFhirThatTheFrontDoorWouldTake(String name) throws IOException {
        // Given
        var message = received(name);

        // When
        var patients = map(message).patients();

        // Then
        for (var report : patients.getFirst().reports()) {
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

    private static Drafts.Message map(ReceivedMessage message) {
        return message.header().messageCode().equals("MDM")
                ? DocumentMapper.map(message.header(), message.message())
                : OruMapper.map(message.header(), message.message());
    }

    private static ReceivedMessage received(String name) throws IOException {
        var text = Files.readString(FOLDER.resolve(name + ".hl7")).replace('\n', '\r');
        return ReceivedMessage.of(
                text.getBytes(StandardCharsets.UTF_8), ReceivedMessage.Peer.named("test"), Instant.EPOCH);
    }

    private static ObjectNode tree(Drafts.Message draft) {
        var tree = ResourceTree.object();
        var reports = tree.putArray("reports");
        for (var report : draft.patients().getFirst().reports()) {
            var node = reports.addObject();
            node.put("key", report.key());
            report.document().ifPresent(document -> node.put("document", document.toString()));
            report.parent().ifPresent(parent -> node.put("parent", parent.toString()));
            node.set("report", report.json());
            var lines = node.putArray("observations");
            report.lines()
                    .forEach(line -> lines.addObject().put("key", line.key()).set("observation", line.json()));
            var specimens = node.putArray("specimens");
            report.specimens().forEach(sample -> specimens.add(sample.json()));
        }
        problems(tree.putArray("warnings"), draft.warnings());
        problems(tree.putArray("errors"), draft.errors());
        return tree;
    }

    private static void problems(ArrayNode list, List<AckProblem> problems) {
        problems.forEach(problem -> list.add(problem.location() + " " + problem.message()));
    }
}
