package org.meridiandx.result.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A culture, its organisms, their sensitivities and what was tested further, tied by OBR-26 and
/// OBR-29.
class MicrobiologyTest {
    private static final Path MESSAGE = Path.of("src/test/resources/golden/oru/microbiology-three-levels.hl7");
    private final PaperFile file = new PaperFile();

    @ParameterizedTest(name = "groups reversed: {0}")
    @ValueSource(booleans = {false, true})
    void shouldTieThreeLevelsInWhateverOrderTheyCome(boolean isReversed) throws IOException {
        // Given
        var message = Files.readString(MESSAGE);

        // When
        file.take(isReversed ? reversed(message) : message);

        // Then
        var staphylococcus = organism("3092008");
        var coli = organism("112283007");
        assertThat(members(coli)).containsExactlyInAnyOrder("CTX", "GENT");
        assertThat(members(staphylococcus)).containsExactly("FLUC");
        assertThat(members(file.line("CTX").id())).containsExactly("ESBL");
        assertThat(file.line("GENT").json().at("/derivedFrom/0/reference").asText())
                .isEqualTo("Observation/" + coli);
        assertThat(file.line("GRAM").json().has("hasMember")).isFalse();
        var parents = file.reports().stream()
                .filter(report -> report.json().toString().contains("urn:meridian:extension:parent-report"))
                .toList();
        assertThat(parents).hasSize(3);
    }

    private List<String> members(String id) {
        var codes = new ArrayList<String>();
        file.lineOf(id)
                .json()
                .path("hasMember")
                .forEach(
                        member -> codes.add(file.lineOf(member.path("reference").asText())
                                .json()
                                .at("/code/coding/0/code")
                                .asText()));
        return codes;
    }

    private String organism(String code) {
        return file.reports().stream()
                .flatMap(report -> {
                    var ids = new ArrayList<String>();
                    report.json()
                            .path("result")
                            .forEach(line -> ids.add(line.path("reference").asText()));
                    return ids.stream();
                })
                .map(file::lineOf)
                .filter(line -> line.json()
                        .at("/valueCodeableConcept/coding/0/code")
                        .asText()
                        .equals(code))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private static String reversed(String message) {
        var groups = new ArrayList<>(List.of(message.strip().split("\n(?=ORC)")));
        var head = groups.removeFirst();
        Collections.reverse(groups);
        return head + "\n" + String.join("\n", groups);
    }
}
