package org.meridiandx.order.guidance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Does what `meta.expression_language` and `meta.evaluation` say, word for word and without haste, on the files as
/// they are. It shares nothing with the engine that it is compared with.
final class NaiveEvaluator {
    private static final YAMLMapper YAML = new YAMLMapper();

    private final JsonNode vocabulary = file("vocabulary.yaml");
    private final JsonNode guidelines = file("imaging-guidelines.yaml");
    private final JsonNode rules = file("safety-rules.yaml");
    private final Map<String, String[]> atoms = new HashMap<>();
    private final Map<String, List<String>> lists = new HashMap<>();

    /// In the order of how true they are: of several, all are as true as the least, any as true as the most.
    enum Kleene {
        FALSE,
        UNKNOWN,
        TRUE;

        static Kleene of(boolean value) {
            return value ? TRUE : FALSE;
        }

        Kleene and(Kleene other) {
            return compareTo(other) <= 0 ? this : other;
        }

        Kleene or(Kleene other) {
            return compareTo(other) >= 0 ? this : other;
        }

        Kleene not() {
            return values()[TRUE.ordinal() - ordinal()];
        }
    }

    static JsonNode file(String name) {
        try (var file = NaiveEvaluator.class.getResourceAsStream("/guidance/" + name)) {
            return YAML.readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    JsonNode facts() {
        return vocabulary.path("facts");
    }

    JsonNode derivedFacts() {
        return vocabulary.path("derived_facts");
    }

    JsonNode guidelines() {
        return guidelines.path("guidelines");
    }

    JsonNode rules() {
        return rules.path("rules");
    }

    Kleene holds(JsonNode expression, Map<String, Object> facts) {
        if (expression.isTextual()) {
            return atom(expression.asText(), facts);
        }
        var node = expression.properties().iterator().next();
        var of = node.getValue();
        return switch (node.getKey()) {
            case "all" -> all(of, facts);
            case "any" -> any(of, facts);
            case "not" -> holds(of, facts).not();
            case "at_least" -> atLeast(of.path("n").asInt(), of.path("of"), facts);
            case "missing" -> missing(of, facts);
            default -> throw new IllegalArgumentException(node.getKey());
        };
    }

    private Kleene all(JsonNode children, Map<String, Object> facts) {
        var result = Kleene.TRUE;
        for (var child : children) {
            result = result.and(holds(child, facts));
        }
        return result;
    }

    private Kleene any(JsonNode children, Map<String, Object> facts) {
        var result = Kleene.FALSE;
        for (var child : children) {
            result = result.or(holds(child, facts));
        }
        return result;
    }

    /// True however the unknown ones turn out, false however they do, or else unknown.
    private Kleene atLeast(int number, JsonNode children, Map<String, Object> facts) {
        int surely = 0;
        int perhaps = 0;
        for (var child : children) {
            var holds = holds(child, facts);
            surely += holds == Kleene.TRUE ? 1 : 0;
            perhaps += holds == Kleene.FALSE ? 0 : 1;
        }
        return surely >= number ? Kleene.TRUE : perhaps >= number ? Kleene.UNKNOWN : Kleene.FALSE;
    }

    private static Kleene missing(JsonNode names, Map<String, Object> facts) {
        var result = Kleene.FALSE;
        for (var name : names) {
            result = result.or(Kleene.of(!facts.containsKey(name.asText())));
        }
        return result;
    }

    private Kleene atom(String text, Map<String, Object> facts) {
        var words = atoms.computeIfAbsent(text, atom -> atom.split(" ", 3));
        var name = words[0];
        if (words.length == 1) {
            return derivedFacts().has(name)
                    ? holds(derivedFacts().path(name).path("expression"), facts)
                    : flag(name, facts);
        }
        var value = facts.get(name);
        if (value == null) {
            return Kleene.UNKNOWN;
        }
        return Kleene.of(
                value instanceof Double number
                        ? compare(number, words[1], Double.parseDouble(words[2]))
                        : choose(value.toString(), words[1], words[2]));
    }

    /// Missing booleans are false, but for anatomy: that follows the sex, and is open where the sex says nothing.
    private Kleene flag(String name, Map<String, Object> facts) {
        if (facts.get(name) instanceof Boolean value) {
            return Kleene.of(value);
        }
        var from = facts().path(name).path("default_from");
        if (from.isMissingNode()) {
            return Kleene.FALSE;
        }
        var sex = facts.getOrDefault("sex", "unknown");
        return sex.equals("unknown") || sex.equals("intersex") ? Kleene.UNKNOWN : atom(from.asText(), facts);
    }

    private static boolean compare(double value, String operator, double limit) {
        return switch (operator) {
            case "==" -> value == limit;
            case "!=" -> value != limit;
            case "<" -> value < limit;
            case "<=" -> value <= limit;
            case ">" -> value > limit;
            case ">=" -> value >= limit;
            default -> throw new IllegalArgumentException(operator);
        };
    }

    private boolean choose(String value, String operator, String literal) {
        return switch (operator) {
            case "==" -> value.equals(literal);
            case "!=" -> !value.equals(literal);
            case "in" ->
                lists.computeIfAbsent(literal, NaiveEvaluator::literals).contains(value);
            default -> throw new IllegalArgumentException(operator);
        };
    }

    /// @param text `a`, or `[a, b, c]`
    static List<String> literals(String text) {
        return List.of(text.replace("[", "").replace("]", "").split(", *"));
    }

    Kleene applies(JsonNode guideline, Map<String, Object> facts) {
        var to = guideline.path("applies_to");
        var result = Kleene.TRUE;
        if (to.path("age_min").isNumber()) {
            result = result.and(atom("age >= " + to.path("age_min").asText(), facts));
        }
        if (to.path("age_below").isNumber()) {
            result = result.and(atom("age < " + to.path("age_below").asText(), facts));
        }
        if (!to.path("sex").asText().equals("any")) {
            result = result.and(atom("sex == " + to.path("sex").asText(), facts));
        }
        return switch (to.path("pregnancy").asText()) {
            case "only" -> result.and(atom("pregnancy_status == pregnant", facts));
            case "exclude" -> result.and(notPregnant(facts));
            default -> result;
        };
    }

    /// Only who is known to be pregnant, and can be, is excluded.
    private Kleene notPregnant(Map<String, Object> facts) {
        return "pregnant".equals(facts.get("pregnancy_status"))
                ? atom("female_childbearing_potential", facts).not()
                : Kleene.TRUE;
    }

    boolean matches(JsonNode guideline, Map<String, Object> facts) {
        return applies(guideline, facts).and(holds(guideline.path("criteria"), facts)) == Kleene.TRUE;
    }

    Optional<JsonNode> first(JsonNode guideline, Map<String, Object> facts) {
        return first(guideline, 7, facts).or(() -> first(guideline, 4, facts));
    }

    private Optional<JsonNode> first(JsonNode guideline, int score, Map<String, Object> facts) {
        for (var each : guideline.path("recommendations")) {
            if (each.path("appropriateness").asInt() >= score
                    && (!each.has("when") || holds(each.path("when"), facts) == Kleene.TRUE)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /// The first recommendations of all guidelines that match: by urgency, then score, then place in the file.
    List<JsonNode> options(Map<String, Object> facts) {
        var urgencies = new ArrayList<String>();
        guidelines.path("meta").path("urgency_values").forEach(value -> urgencies.add(value.asText()));
        var options = new ArrayList<JsonNode>();
        for (var guideline : guidelines()) {
            if (matches(guideline, facts)) {
                first(guideline, facts).ifPresent(options::add);
            }
        }
        options.sort(Comparator.<JsonNode>comparingInt(
                        option -> urgencies.indexOf(option.path("urgency").asText()))
                .thenComparingInt(option -> -option.path("appropriateness").asInt()));
        return options;
    }

    List<String> firing(Map<String, Object> facts) {
        var firing = new ArrayList<String>();
        for (var rule : rules()) {
            if (holds(rule.path("criteria"), facts) == Kleene.TRUE) {
                firing.add(rule.path("id").asText());
            }
        }
        return firing;
    }
}
