package org.meridiandx.order.guidance.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.meridiandx.order.guidance.rules.facts.ContentException;
import org.meridiandx.order.guidance.rules.facts.ContentFile;
import org.meridiandx.order.guidance.rules.facts.Expression;
import org.meridiandx.order.guidance.rules.facts.ExpressionReader;
import org.meridiandx.order.guidance.rules.facts.Reach;
import org.meridiandx.order.guidance.rules.facts.SourceNode;
import org.meridiandx.order.guidance.rules.facts.Vocabulary;
import org.meridiandx.order.guidance.rules.facts.VocabularyReader;

/// Reads the four content files. What could not be used as it is meant is refused, with file and line.
public final class GuidanceReader {
    private static final Map<String, Advice.Category> CATEGORIES = Advice.Coded.codes(Advice.Category.values());
    private static final Map<String, Advice.Urgency> URGENCIES = Advice.Coded.codes(Advice.Urgency.values());
    private static final Map<String, Advice.Route> ROUTES = Advice.Coded.codes(Advice.Route.values());
    private static final Map<String, SafetyRule.Severity> SEVERITIES = Advice.Coded.codes(SafetyRule.Severity.values());
    private static final Expression ALWAYS = new Expression.All(List.of());

    private final ContentFile guidelines;
    private final ContentFile rules;
    private final Regions regions;
    private final Vocabulary vocabulary;
    private final Set<String> ids = new HashSet<>();

    private GuidanceReader(Files files) {
        this.guidelines = files.guidelines();
        this.rules = files.rules();
        this.vocabulary = VocabularyReader.read(files.vocabulary());
        this.regions = new Regions(files.regions(), vocabulary);
    }

    /// @param regions what a guideline for a part of the body can rate
    public record Files(ContentFile vocabulary, ContentFile guidelines, ContentFile rules, ContentFile regions) {}

    /// @throws ContentException where something is not as it should be
    public static GuidanceContent read(Files files) {
        return new GuidanceReader(files).read();
    }

    private GuidanceContent read() {
        var meta = guidelines.fields(guidelines.get(guidelines.root(), "meta"));
        var version = "guidelines " + guidelines.text(meta, "version") + ", safety rules "
                + rules.text(rules.fields(rules.get(rules.root(), "meta")), "version") + ", vocabulary "
                + vocabulary.version();
        var all = guidelines.all(guidelines.root(), "guidelines").stream()
                .map(this::guideline)
                .toList();
        regions.requireOnly(all.stream().map(Guideline::id).collect(Collectors.toSet()));
        return new GuidanceContent(
                version,
                guidelines.text(meta, "status"),
                vocabulary,
                all,
                rules.all(rules.root(), "rules").stream().map(this::rule).toList());
    }

    private Guideline guideline(SourceNode.Fields node) {
        guidelines.only(node, ContentKeys.GUIDELINE);
        var id = newId(guidelines, node);
        var reader = new ExpressionReader(guidelines, vocabulary);
        var applies = new Applicability(guidelines, vocabulary).read(guidelines.get(node, "applies_to"));
        var criteria = reader.read(guidelines.get(node, "criteria"));
        var recommendations = new ArrayList<Recommendation>();
        var reach = new Reach(applies, criteria);
        for (var each : guidelines.all(node, "recommendations")) {
            var recommendation = recommendation(id, each, reader);
            if (!reach.canHold(recommendation.when()) || isHidden(recommendation, recommendations)) {
                throw guidelines.fault(each, "'" + recommendation + "' can never be reached");
            }
            recommendations.add(recommendation);
        }
        return new Guideline(
                id,
                new Guideline.About(
                        guidelines.text(node, "title"),
                        regions.of(id, guidelines.text(node, "body_region"), guidelines, node),
                        guidelines.texts(node, "alternatives_to_imaging"),
                        sources(guidelines, node),
                        guidelines.flag(node, "verified")),
                applies,
                criteria,
                recommendations);
    }

    /// The same examination is spoken of before it, whatever the facts: it is never the first and rates nothing.
    private static boolean isHidden(Recommendation recommendation, List<Recommendation> before) {
        var always = before.stream().filter(each -> each.when().equals(ALWAYS)).toList();
        return always.stream()
                        .anyMatch(each -> each.isAtLeast(recommendation.advice().appropriateness())
                                || each.isAtLeast(Advice.APPROPRIATE))
                && always.stream().anyMatch(each -> each.examination().equals(recommendation.examination()));
    }

    private Recommendation recommendation(String guideline, SourceNode.Fields node, ExpressionReader reader) {
        var id = newId(guidelines, node);
        if (!id.startsWith(guideline + "/")) {
            throw guidelines.fault(node, "'" + id + "' does not begin with '" + guideline + "/'");
        }
        guidelines.only(node, ContentKeys.RECOMMENDATION);
        var radiation = guidelines.only(guidelines.get(node, "radiation"), ContentKeys.RADIATION);
        return new Recommendation(
                id,
                new Examination(
                        guidelines.text(node, "modality"),
                        guidelines.text(node, "procedure"),
                        guidelines.text(node, "contrast"),
                        guidelines.text(radiation, "band"),
                        guidelines.number(radiation, "typical_msv")),
                advice(node),
                guidelines.findFilled(node, "when").map(reader::read).orElse(ALWAYS),
                new Recommendation.Rationale(
                        guidelines.text(node, "rationale"), guidelines.flag(radiation, "dose_verified")),
                guidelines.flag(node, "verified"));
    }

    private Advice advice(SourceNode.Fields node) {
        var score = guidelines.number(node, "appropriateness");
        if (score.scale() > 0 || score.intValue() < 1 || score.intValue() > 9) {
            throw guidelines.fault(node, "appropriateness is a whole number between 1 and 9");
        }
        var advice = new Advice(
                score.intValue(),
                guidelines.oneOf(node, "urgency", URGENCIES),
                guidelines.oneOf(node, "route", ROUTES),
                guidelines.findText(node, "target_time"));
        if (guidelines.oneOf(node, "category", CATEGORIES) != advice.category()) {
            throw guidelines.fault(
                    node, "a score of " + score + " is " + advice.category().code());
        }
        return advice;
    }

    private SafetyRule rule(SourceNode.Fields node) {
        rules.only(node, ContentKeys.RULE);
        var overriding = rules.only(rules.get(node, "override"), ContentKeys.OVERRIDE);
        var criteria = new ExpressionReader(rules, vocabulary).read(rules.get(node, "criteria"));
        var rule = new SafetyRule(
                newId(rules, node),
                rules.oneOf(node, "severity", SEVERITIES),
                criteria,
                new SafetyRule.Overriding(rules.flag(overriding, "allowed"), rules.flag(overriding, "reason_required")),
                new SafetyRule.About(
                        rules.text(node, "title"),
                        rules.text(node, "category"),
                        rules.text(node, "message"),
                        sources(rules, node),
                        rules.flag(node, "verified")));
        if (!new Reach(ALWAYS, ALWAYS).canHold(criteria)) {
            throw rules.fault(node, "'" + rule + "' can never be reached");
        }
        return rule;
    }

    private String newId(ContentFile file, SourceNode.Fields node) {
        var id = file.text(node, "id");
        if (!ids.add(id)) {
            throw file.fault(node, "'" + id + "' is there twice");
        }
        return id;
    }

    private static List<Source> sources(ContentFile file, SourceNode.Fields node) {
        return file.all(node, "sources").stream()
                .map(source -> file.only(source, ContentKeys.SOURCE))
                .map(source -> new Source(
                        file.text(source, "name"),
                        file.findText(source, "section").orElse(""),
                        file.findText(source, "url"),
                        file.text(source, "checked")))
                .toList();
    }
}
