package org.meridiandx.order.guidance;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Facts about people who do not exist, such as occur together: each set is made for one guideline or rule or two, so
/// that they do match, with numbers close to the limits, and with things left out and things that do not belong there.
final class RandomFacts {
    private static final List<String> AGES =
            List.of("0", "0.5", "2", "5", "8", "13", "16", "22", "28", "35", "42", "51", "58", "63", "71", "82");
    private static final List<String> NEAR = List.of("-1", "-0.1", "0", "0", "0.1", "1", "12");

    private final NaiveEvaluator content;
    private final Random random;
    private final List<JsonNode> aims = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final Map<String, Object> made = new LinkedHashMap<>();

    RandomFacts(NaiveEvaluator content, long seed) {
        this.content = content;
        this.random = new Random(seed);
        content.guidelines().forEach(aims::add);
        content.rules().forEach(aims::add);
        content.facts().fieldNames().forEachRemaining(names::add);
    }

    /// Flags are [Boolean], numbers [Double], all others [String].
    Map<String, Object> next() {
        made.clear();
        int number = 1 + random.nextInt(2);
        for (int i = 0; i < number; i++) {
            aimAt(pick(aims));
        }
        perhaps(0.85, "age");
        perhaps(0.9, "sex");
        perhaps(0.3, "pregnancy_status");
        perhaps(0.05, "request_best_category");
        for (int i = 0; i < 3; i++) {
            perhaps(0.3, pick(names));
        }
        return new LinkedHashMap<>(made);
    }

    private void aimAt(JsonNode aim) {
        if (chance(0.8)) {
            beOneOfThose(aim.path("applies_to"));
        }
        if (chance(0.4)) {
            made.putIfAbsent("age", near(pick(AGES)));
        }
        strive(aim.path("criteria"));
        disturb(aim.path("criteria"));
        var recommendations = new ArrayList<JsonNode>();
        aim.path("recommendations").forEach(recommendations::add);
        if (!recommendations.isEmpty()) {
            var wanted = pick(recommendations);
            strive(wanted.path("when"));
            recommendations.forEach(each -> disturb(each.path("when")));
            perhaps(0.15, "requested_modality");
            if (chance(0.5)) {
                made.putIfAbsent("requested_modality", wanted.path("modality").asText());
                perhaps(0.3, "requested_region");
            }
        }
    }

    private void beOneOfThose(JsonNode whom) {
        for (var limit : List.of("age_min", "age_below")) {
            if (whom.path(limit).isNumber() && chance(0.5)) {
                made.putIfAbsent("age", near(whom.path(limit).asText()));
            }
        }
        if (whom.path("sex").asText("any").equals("female")) {
            made.putIfAbsent("sex", "female");
        }
        if (whom.path("sex").asText("any").equals("male")) {
            made.putIfAbsent("sex", "male");
        }
        if (whom.path("pregnancy").asText().equals("only") && chance(0.8)) {
            made.putIfAbsent("pregnancy_status", "pregnant");
        }
    }

    /// Supplies what makes it hold, for the most part.
    private void strive(JsonNode expression) {
        if (expression.isTextual()) {
            striveAtom(expression.asText());
            return;
        }
        for (var node : expression.properties()) {
            var children = new ArrayList<JsonNode>();
            node.getValue().forEach(children::add);
            switch (node.getKey()) {
                case "all" -> children.stream().filter(child -> chance(0.95)).forEach(this::strive);
                case "any" -> strive(pick(children));
                case "at_least" ->
                    node.getValue().path("of").forEach(child -> {
                        if (chance(0.5)) {
                            strive(child);
                        }
                    });
                default -> {}
            }
        }
    }

    private void striveAtom(String atom) {
        var name = atom.split(" ", 2)[0];
        if (content.derivedFacts().has(name)) {
            strive(content.derivedFacts().path(name).path("expression"));
        } else {
            made.putIfAbsent(name, value(atom, true));
        }
    }

    /// Supplies this and that of what it speaks of, whichever way it turns it.
    private void disturb(JsonNode expression) {
        if (expression.isTextual()) {
            var atom = expression.asText();
            var name = atom.split(" ", 2)[0];
            if (content.derivedFacts().has(name)) {
                disturb(content.derivedFacts().path(name).path("expression"));
            } else if (content.facts().has(name) && chance(0.1)) {
                made.putIfAbsent(name, value(atom, chance(0.3)));
            }
        }
        expression.forEach(this::disturb);
    }

    private void perhaps(double probability, String name) {
        if (chance(probability)) {
            made.putIfAbsent(name, value(name, chance(0.3)));
        }
    }

    /// @param atom a condition over one fact, or its name alone
    private Object value(String atom, boolean flag) {
        var words = atom.split(" ", 3);
        var fact = content.facts().path(words[0]);
        return switch (fact.path("type").asText()) {
            case "boolean" -> flag;
            case "text" -> "given";
            case "enum" -> words.length == 3 && chance(0.8) ? pick(NaiveEvaluator.literals(words[2])) : any(fact);
            default -> near(words.length == 3 ? words[2] : String.valueOf(random.nextInt(95)));
        };
    }

    private String any(JsonNode fact) {
        var allowed = new ArrayList<String>();
        fact.path("allowed").forEach(code -> allowed.add(code.asText()));
        return pick(allowed);
    }

    private Double near(String limit) {
        return new BigDecimal(limit)
                .add(new BigDecimal(pick(NEAR)))
                .max(BigDecimal.ZERO)
                .doubleValue();
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
