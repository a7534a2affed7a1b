package org.meridiandx.order.guidance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import org.meridiandx.order.guidance.NaiveEvaluator.Kleene;

/// Rates a request as docs/adr/018 says it: everything that each guideline could come to say of it,
/// once all is known, and a rating where the best of them all is the same whatever it is that is
/// missing.
final class NaiveRating {
    private static final Set<String> ABOUT_ANYBODY =
            Set.of("age", "sex", "has_uterus", "has_ovaries", "has_prostate", "has_testes", "pregnancy_status");
    private static final List<String> NAMES =
            List.of("no-criteria", "usually-not-appropriate", "may-be-appropriate", "usually-appropriate");

    private final NaiveEvaluator content;
    private final JsonNode regions = NaiveEvaluator.file("regions.yaml");

    NaiveRating(NaiveEvaluator content) {
        this.content = content;
    }

    /// A category, `no-criteria`, `undecided`, or `not-asked`.
    String of(Map<String, Object> facts) {
        var modality = facts.getOrDefault("requested_modality", "none").toString();
        if (modality.equals("none")) {
            return "not-asked";
        }
        var worst = 0;
        var best = 0;
        for (var guideline : content.guidelines()) {
            var said = said(guideline, modality, facts);
            worst = Math.max(worst, Collections.min(said));
            best = Math.max(best, Collections.max(said));
        }
        return worst == best ? NAMES.get(best) : "undecided";
    }

    /// What a guideline may come to say, as places in [#NAMES].
    private Set<Integer> said(JsonNode guideline, String modality, Map<String, Object> facts) {
        var criteria = guideline.path("criteria");
        var match = content.applies(guideline, facts).and(content.holds(criteria, facts));
        if (!isAboutTheRegion(guideline, facts)
                || match == Kleene.FALSE
                || match == Kleene.UNKNOWN && !hasFinding(criteria, facts)) {
            return Set.of(0);
        }
        var said = new TreeSet<>(said(guideline, ofModality(guideline, modality, facts), facts));
        if (match == Kleene.UNKNOWN) {
            said.add(0);
        }
        return said;
    }

    private Set<Integer> said(JsonNode guideline, List<JsonNode> ofModality, Map<String, Object> facts) {
        var byItself = walk(
                ofModality, facts, each -> NAMES.indexOf(each.path("category").asText()));
        if (byItself.remove(-1)) {
            var byTheFirst = walk(inOrder(guideline), facts, each -> isAgainstImaging(each) ? 1 : 0);
            byTheFirst.forEach(each -> byItself.add(Math.max(each, 0)));
        }
        return byItself;
    }

    /// What each could say that may be the first to hold; -1 where it may be none of them.
    private Set<Integer> walk(List<JsonNode> recommendations, Map<String, Object> facts, ToIntFunction<JsonNode> says) {
        if (recommendations.isEmpty()) {
            return new HashSet<>(Set.of(-1));
        }
        var head = recommendations.getFirst();
        var holds = head.has("when") ? content.holds(head.path("when"), facts) : Kleene.TRUE;
        if (holds == Kleene.TRUE) {
            return new HashSet<>(Set.of(says.applyAsInt(head)));
        }
        var rest = walk(recommendations.subList(1, recommendations.size()), facts, says);
        if (holds == Kleene.UNKNOWN) {
            rest.add(says.applyAsInt(head));
        }
        return rest;
    }

    /// A request that is sent as an outpatient's goes by emergencies last.
    private static List<JsonNode> ofModality(JsonNode guideline, String modality, Map<String, Object> facts) {
        var others = new ArrayList<JsonNode>();
        var last = new ArrayList<JsonNode>();
        for (var each : guideline.path("recommendations")) {
            if (each.path("modality").asText().equals(modality)) {
                var isLast = Boolean.TRUE.equals(facts.get("request_route_outpatient"))
                        && each.path("route").asText().equals("refer-emergency");
                (isLast ? last : others).add(each);
            }
        }
        others.addAll(last);
        return others;
    }

    /// Those of 7 and more, then those of 4 to 6: in that order they are the first.
    private static List<JsonNode> inOrder(JsonNode guideline) {
        var high = new ArrayList<JsonNode>();
        var middle = new ArrayList<JsonNode>();
        for (var each : guideline.path("recommendations")) {
            var score = each.path("appropriateness").asInt();
            if (score >= 7) {
                high.add(each);
            } else if (score >= 4) {
                middle.add(each);
            }
        }
        high.addAll(middle);
        return high;
    }

    private static boolean isAgainstImaging(JsonNode recommendation) {
        return recommendation.path("route").asText().equals("no-imaging")
                && recommendation.path("modality").asText().equals("none");
    }

    private boolean isAboutTheRegion(JsonNode guideline, Map<String, Object> facts) {
        var asked = facts.get("requested_region");
        var own = regions.path("guidelines").path(guideline.path("id").asText());
        var all = own.isMissingNode()
                ? regions.path("body_regions")
                        .path(guideline.path("body_region").asText())
                : own;
        var isAbout = asked == null;
        for (var region : all) {
            isAbout |= region.asText().equals("all") || region.asText().equals(asked);
        }
        return isAbout;
    }

    /// Whether something in it is known to hold that is not true of anybody of that age and sex.
    private boolean hasFinding(JsonNode expression, Map<String, Object> facts) {
        if (expression.isTextual()) {
            var words = expression.asText().split(" ", 3);
            var derived = content.derivedFacts().path(words[0]);
            if (!derived.isMissingNode()) {
                return hasFinding(derived.path("expression"), facts);
            }
            var isExclusion = words.length == 3
                    && words[1].equals("!=")
                    && content.facts().path(words[0]).path("type").asText().equals("enum");
            return !isExclusion && !ABOUT_ANYBODY.contains(words[0]) && content.holds(expression, facts) == Kleene.TRUE;
        }
        var node = expression.properties().iterator().next();
        return switch (node.getKey()) {
            case "not", "missing" -> false;
            case "at_least" -> anyHasFinding(node.getValue().path("of"), facts);
            default -> anyHasFinding(node.getValue(), facts);
        };
    }

    private boolean anyHasFinding(JsonNode children, Map<String, Object> facts) {
        for (var child : children) {
            if (hasFinding(child, facts)) {
                return true;
            }
        }
        return false;
    }
}
