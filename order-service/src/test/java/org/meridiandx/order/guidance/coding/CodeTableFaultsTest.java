package org.meridiandx.order.guidance.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.order.guidance.ContentFiles;
import org.meridiandx.order.guidance.rules.Examination;
import org.meridiandx.order.guidance.rules.Recommendation;
import org.meridiandx.order.guidance.rules.facts.ContentException;
import org.meridiandx.order.guidance.rules.facts.ContentFile;
import org.meridiandx.order.guidance.rules.facts.SourceNode;
import org.meridiandx.order.guidance.rules.facts.Vocabulary;

/// Each row is the shipped file with one value changed.
class CodeTableFaultsTest {
    private static final Vocabulary VOCABULARY = ContentFiles.shipped().vocabulary();
    private static final ContentFile SHIPPED = ContentFiles.shipped("codes.yaml");

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            CT; SPECT; 'requested_modality' is one of
            head; toe; 'requested_region' is one of
            279039007; 25064002; 25064002 stands twice
            low back pain; headache; 'headache' stands twice
            optic disc oedema; headache; 'headache' stands twice
            """)
    void shouldRefuseAFaultWithItsLine(String value, String instead, String words) {
        // Given
        var faulty = new ContentFile("codes.yaml", (SourceNode.Fields) changed(SHIPPED.root(), value, instead));

        // When, Then
        assertThatThrownBy(() -> CodeTableReader.read(faulty, VOCABULARY))
                .isInstanceOf(ContentException.class)
                .hasMessageMatching("(?s)codes.yaml:[0-9]+: .*")
                .hasMessageContaining(words.strip());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            low_back_pain; low_back_ache; 'low_back_ache' is no fact of the vocabulary
            loinc; loink; 'loinc' is no system of this file
            requested_region; clinical_information; a code gives no text
            source; sauce; 'source' is missing
            MRI; SPECT; 'SPECT' is no value of 'requested_modality'
            Mammogram; Mammography; 'Mammography' is no examination of this file
            phrases; phrase; 'phrase' is no key here
            status; state; 'state' is no key here
            X-ray chest; X-ray breast; 'X-ray breast' is no examination of this file that can be ordered
            cochlear_implant; cochlear_device; 'cochlear_device' is no fact of the vocabulary
            """)
    void shouldRefuseAFaultyKeyWithItsLine(String key, String instead, String words) {
        // Given
        var isSystem = key.equals("loinc");
        var root = isSystem
                ? renamedIn(SHIPPED.root(), "systems", key, instead)
                : (SourceNode.Fields) renamed(SHIPPED.root(), key, instead);

        // When, Then
        assertThatThrownBy(() -> CodeTableReader.read(new ContentFile("codes.yaml", root), VOCABULARY))
                .isInstanceOf(ContentException.class)
                .hasMessageMatching("(?s)codes.yaml:[0-9]+: .*")
                .hasMessageContaining(words.strip());
    }

    /// What a suggestion orders is of the modality that the recommendation names, and of no other.
    @Test
    void shouldOrderForEachProcedureWhatTheRecommendationAdvises() {
        // Given
        var table = CodeTableReader.read(SHIPPED, VOCABULARY);
        var advised = ContentFiles.shipped().guidelines().stream()
                .flatMap(guideline -> guideline.recommendations().stream())
                .map(Recommendation::examination)
                .toList();

        // Then
        assertThat(table.procedures())
                .isNotEmpty()
                .isSubsetOf(advised.stream().map(Examination::procedure).toList());
        assertThat(advised)
                .filteredOn(examination -> table.procedures().contains(examination.procedure()))
                .allSatisfy(examination -> assertThat(table.codesOf(examination.procedure()))
                        .isNotEmpty()
                        .allMatch(code -> table.examination(code)
                                .orElseThrow()
                                .has(CodeTableReader.MODALITY, examination.modality())));
    }

    private static SourceNode.Fields renamedIn(SourceNode.Fields root, String part, String key, String instead) {
        var values = new LinkedHashMap<>(root.values());
        values.computeIfPresent(part, (name, node) -> renamed(node, key, instead));
        return new SourceNode.Fields(values, root.line());
    }

    private static SourceNode renamed(SourceNode node, String key, String instead) {
        return switch (node) {
            case SourceNode.Text text -> text;
            case SourceNode.Empty empty -> empty;
            case SourceNode.Items items ->
                new SourceNode.Items(
                        new ArrayList<>(items.values().stream()
                                .map(each -> renamed(each, key, instead))
                                .toList()),
                        items.line());
            case SourceNode.Fields fields -> {
                var values = new LinkedHashMap<String, SourceNode>();
                fields.values()
                        .forEach((name, each) ->
                                values.put(name.equals(key) ? instead : name, renamed(each, key, instead)));
                yield new SourceNode.Fields(values, fields.line());
            }
        };
    }

    private static SourceNode changed(SourceNode node, String value, String instead) {
        return switch (node) {
            case SourceNode.Text text -> text.value().equals(value) ? new SourceNode.Text(instead, text.line()) : text;
            case SourceNode.Empty empty -> empty;
            case SourceNode.Items items ->
                new SourceNode.Items(
                        items.values().stream()
                                .map(each -> changed(each, value, instead))
                                .toList(),
                        items.line());
            case SourceNode.Fields fields -> {
                var values = new LinkedHashMap<String, SourceNode>();
                fields.values().forEach((name, each) -> values.put(name, changed(each, value, instead)));
                yield new SourceNode.Fields(values, fields.line());
            }
        };
    }
}
