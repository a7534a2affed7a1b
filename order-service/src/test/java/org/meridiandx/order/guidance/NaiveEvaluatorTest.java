package org.meridiandx.order.guidance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.meridiandx.order.guidance.rules.Assessment;
import org.meridiandx.order.guidance.rules.Assessment.Rating;
import org.meridiandx.order.guidance.rules.Guideline;
import org.meridiandx.order.guidance.rules.SafetyRule;
import org.meridiandx.order.guidance.rules.ScanChoice;
import org.meridiandx.order.guidance.rules.facts.Facts;

/// The engine says the same as an evaluation of the files by the letter, for people at random. `-Dseed` repeats a run.
class NaiveEvaluatorTest {
    private static final ScanChoice TOOL = new ScanChoice(ContentFiles.shipped());
    private static final NaiveEvaluator NAIVE = new NaiveEvaluator();
    private static final NaiveRating NAIVE_RATING = new NaiveRating(NAIVE);
    private static final Path CASES = Path.of("src/test/resources/guidance-cases");
    private static final int SETS = 20_000;
    private static final Set<String> CATEGORIES =
            Set.of("usually-appropriate", "may-be-appropriate", "usually-not-appropriate");

    /// For what is said of the sample itself: people at random would now and then leave one out.
    private static final long FIXED = 20_261_122;

    private final long seed = Long.getLong("seed", System.nanoTime() % 1_000_000_000);

    /// @param options in their order
    /// @param rating of the request that is made, if one is
    /// @param truths of each guideline whether it is for this person, and whether it is about what they have
    private record Said(List<String> options, String rating, Set<String> firing, List<String> truths) {}

    @Test
    void shouldSayTheSameAsTheContentReadByTheLetter() {
        // Given
        var random = new RandomFacts(NAIVE, seed);

        for (int i = 0; i < SETS; i++) {
            var given = random.next();

            // When
            var facts = facts(given);
            var assessment = TOOL.assess(facts);

            // Then
            var rating = NAIVE_RATING.of(given);
            var firing = NAIVE.firing(rated(given, rating));
            var said = new Said(options(assessment), rating(assessment), firing(assessment), truths(facts));
            var byTheLetter = new Said(ids(NAIVE.options(given)), rating, Set.copyOf(firing), naiveTruths(given));
            assertThat(said).as(() -> "-Dseed=" + seed + ": " + given).isEqualTo(byTheLetter);
        }
    }

    /// Or the comparison would prove nothing of the others.
    @Test
    void shouldMeetPeopleOfWhomEachGuidelineAndRuleSpeaks() {
        // Given
        var random = new RandomFacts(NAIVE, FIXED);
        var spoke = new HashSet<String>();
        var ratings = new HashSet<String>();

        // When
        for (int i = 0; i < SETS; i++) {
            var assessment = TOOL.assess(facts(random.next()));
            spoke.addAll(firing(assessment));
            ratings.add(rating(assessment));
            assessment.options().forEach(option -> spoke.add(option.guideline().id()));
        }

        // Then
        assertThat(spoke).isEqualTo(all());
        assertThat(ratings).hasSize(6).containsAll(CATEGORIES);
    }

    @Test
    void shouldHaveACaseForEachRecommendationThatIsEverTheFirst() throws IOException {
        // Given
        var random = new RandomFacts(NAIVE, FIXED);
        var everFirst = new TreeSet<String>();

        // When
        for (int i = 0; i < SETS; i++) {
            everFirst.addAll(ids(NAIVE.options(random.next())));
        }

        // Then
        assertThat(expectedInCases()).containsAll(everFirst);
    }

    private static Facts facts(Map<String, Object> given) {
        var facts = Facts.none(TOOL.content().vocabulary());
        for (var each : given.entrySet()) {
            facts = switch (each.getValue()) {
                case Boolean flag -> facts.with(each.getKey(), flag);
                case Double amount -> facts.with(each.getKey(), amount);
                case Object code -> facts.with(each.getKey(), code.toString());
            };
        }
        return facts;
    }

    /// What is known once the request has been rated.
    private static Map<String, Object> rated(Map<String, Object> given, String rating) {
        var known = new HashMap<>(given);
        if (CATEGORIES.contains(rating)) {
            known.putIfAbsent("request_best_category", rating);
        }
        return known;
    }

    private static String rating(Assessment assessment) {
        return switch (assessment.rating()) {
            case Rating.NotAsked ignored -> "not-asked";
            case Rating.Undecided ignored -> "undecided";
            case Rating.NoCriteria ignored -> "no-criteria";
            case Rating.Rated rated -> rated.category().code();
        };
    }

    private static List<String> options(Assessment assessment) {
        return assessment.options().stream()
                .map(option -> option.recommendation().id())
                .toList();
    }

    private static Set<String> firing(Assessment assessment) {
        return assessment.safety().stream().map(SafetyRule::id).collect(Collectors.toSet());
    }

    private static List<String> ids(List<JsonNode> nodes) {
        return nodes.stream().map(node -> node.path("id").asText()).toList();
    }

    private static List<String> truths(Facts facts) {
        return TOOL.content().guidelines().stream()
                .map(each -> each.id() + " " + each.applies().in(facts) + " "
                        + each.criteria().in(facts))
                .toList();
    }

    private static List<String> naiveTruths(Map<String, Object> facts) {
        return StreamSupport.stream(NAIVE.guidelines().spliterator(), false)
                .map(each -> each.path("id").asText() + " " + NAIVE.applies(each, facts) + " "
                        + NAIVE.holds(each.path("criteria"), facts))
                .toList();
    }

    private static Set<String> all() {
        var all = new HashSet<String>();
        TOOL.content().guidelines().stream().map(Guideline::id).forEach(all::add);
        TOOL.content().rules().stream().map(SafetyRule::id).forEach(all::add);
        return all;
    }

    private static Set<String> expectedInCases() throws IOException {
        var expected = new HashSet<String>();
        try (var files = Files.list(CASES)) {
            for (var file : files.toList()) {
                new YAMLMapper()
                        .readTree(file.toFile())
                        .forEach(each -> expected.add(each.path("expect").asText()));
            }
        }
        return expected;
    }
}
