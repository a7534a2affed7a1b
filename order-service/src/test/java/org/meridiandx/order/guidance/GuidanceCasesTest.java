package org.meridiandx.order.guidance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meridiandx.order.guidance.rules.Guideline;
import org.meridiandx.order.guidance.rules.SafetyRule;
import org.meridiandx.order.guidance.rules.ScanChoice;
import org.meridiandx.order.guidance.rules.facts.Facts;

/// Every guideline and every safety rule, case by case: one where it speaks, one where it does not though little is
/// missing, one at the limit. The cases are in `guidance-cases`.
class GuidanceCasesTest {
    private static final ScanChoice TOOL = new ScanChoice(ContentFiles.shipped());
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Path CASES = Path.of("src/test/resources/guidance-cases");

    enum Kind {
        POSITIVE,
        NEGATIVE,
        BOUNDARY
    }

    /// @param about id of a guideline or of a safety rule
    /// @param expect id of the guideline's first recommendation, `fires`, or `none`
    record Case(String about, Kind kind, String name, JsonNode facts, String expect) {
        @Override
        public String toString() {
            return about + " " + kind.name().toLowerCase(Locale.ROOT) + ": " + name;
        }
    }

    static List<Case> cases() {
        try (var files = Files.list(CASES)) {
            return files.sorted().flatMap(GuidanceCasesTest::casesIn).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Case> casesIn(Path file) {
        try {
            var all = new ArrayList<Case>();
            for (var node : YAML.readTree(file.toFile())) {
                all.add(new Case(
                        node.path("about").asText(),
                        Kind.valueOf(node.path("kind").asText().toUpperCase(Locale.ROOT)),
                        node.path("name").asText(),
                        node.path("facts"),
                        node.path("expect").asText()));
            }
            return all.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldSayWhatIsExpected(Case each) {
        // When
        var assessment = TOOL.assess(facts(each.facts()));

        // Then
        var said = Stream.concat(
                        assessment.options().stream()
                                .filter(option -> option.guideline().id().equals(each.about()))
                                .map(option -> option.recommendation().id()),
                        assessment.safety().stream()
                                .filter(rule -> rule.id().equals(each.about()))
                                .map(rule -> "fires"))
                .toList();
        assertThat(said).isEqualTo(each.expect().equals("none") ? List.of() : List.of(each.expect()));
    }

    @Test
    void shouldHaveEachKindOfCaseForEachGuidelineAndRule() {
        // When
        var kinds = new TreeMap<String, Set<Kind>>();
        for (var each : cases()) {
            kinds.computeIfAbsent(each.about(), first -> EnumSet.noneOf(Kind.class))
                    .add(each.kind());
        }

        // Then
        var all = Stream.concat(
                        TOOL.content().guidelines().stream().map(Guideline::id),
                        TOOL.content().rules().stream().map(SafetyRule::id))
                .collect(Collectors.toSet());
        assertThat(kinds.keySet()).isEqualTo(all);
        assertThat(kinds).allSatisfy((about, has) -> assertThat(has).containsExactly(Kind.values()));
    }

    @Test
    void shouldExpectSomethingOfPositiveCasesAndNothingOfNegativeOnes() {
        assertThat(cases()).allSatisfy(each -> {
            switch (each.kind()) {
                case POSITIVE -> assertThat(each.expect()).isNotEqualTo("none");
                case NEGATIVE -> assertThat(each.expect()).isEqualTo("none");
                case BOUNDARY -> assertThat(each.expect()).isNotEmpty();
            }
        });
    }

    private static Facts facts(JsonNode given) {
        var facts = Facts.none(TOOL.content().vocabulary());
        for (var entry : given.properties()) {
            var value = entry.getValue();
            if (value.isBoolean()) {
                facts = facts.with(entry.getKey(), value.asBoolean());
            } else if (value.isNumber()) {
                facts = facts.with(entry.getKey(), value.asDouble());
            } else {
                facts = facts.with(entry.getKey(), value.asText());
            }
        }
        return facts;
    }
}
