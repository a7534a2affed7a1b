package org.meridiandx.order.guidance;

import java.math.BigDecimal;
import java.util.Date;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;
import org.meridiandx.order.guidance.record.RecordParts;
import org.meridiandx.order.guidance.rules.Assessment;
import org.meridiandx.order.guidance.rules.Assessment.Rating;
import org.meridiandx.order.guidance.rules.Completeness;
import org.meridiandx.order.guidance.rules.GuidanceContent;
import org.meridiandx.order.guidance.rules.SafetyRule;
import org.meridiandx.order.guidance.rules.Source;
import org.meridiandx.order.guidance.rules.facts.Explanation;
import org.meridiandx.order.guidance.rules.facts.FactValue;
import org.meridiandx.order.guidance.rules.facts.Facts;
import org.meridiandx.order.guidance.rules.facts.Truth;
import org.meridiandx.order.guidance.rules.record.FoundFacts;

/// Writes the answer of `$assess`.
final class AssessAnswer {
    private static final String ASK_BECAUSE = "urn:meridian:extension:ask-because";
    private static final String UCUM = "http://unitsofmeasure.org";

    private final Parameters answer = new Parameters();
    private final Facts facts;
    private final FoundFacts found;

    private AssessAnswer(Assessed assessed) {
        this.facts = assessed.facts();
        this.found = assessed.found();
    }

    static Parameters of(Assessed assessed, GuidanceContent content) {
        var assessment = assessed.assessment();
        var writer = new AssessAnswer(assessed);
        assessment.options().forEach(writer::option);
        writer.rating(assessment.rating());
        assessment.safety().forEach(writer::safety);
        assessment.ask().forEach(writer::ask);
        assessed.found()
                .found()
                .forEach(each -> writer.used(writer.answer.addParameter().setName("used"), each));
        assessed.found().unchecked().forEach(missed -> RecordParts.addUnchecked(writer.answer, missed));
        writer.missing(assessed.completeness());
        writer.add("contentVersion", new StringType(content.version()));
        writer.add("status", new StringType(content.status()));
        return writer.answer;
    }

    /// The value stays the bare name: an extension says what hinges on it.
    private void ask(Assessment.Question question) {
        var fact = new CodeType(question.fact().name());
        question.because().forEach(id -> fact.addExtension(ASK_BECAUSE, new StringType(id)));
        add("ask", fact);
    }

    private void option(Assessment.Option option) {
        var recommendation = option.recommendation();
        var examination = recommendation.examination();
        var advice = recommendation.advice();
        var part = answer.addParameter().setName("option");
        add(part, "guideline", new StringType(option.guideline().id()));
        add(part, "recommendation", new StringType(recommendation.id()));
        add(part, "modality", new CodeType(examination.modality()));
        add(part, "procedure", new StringType(examination.procedure()));
        add(part, "contrast", new CodeType(examination.contrast()));
        add(part, "score", new IntegerType(advice.appropriateness()));
        add(part, "category", new CodeType(advice.category().code()));
        add(part, "urgency", new CodeType(advice.urgency().code()));
        addIfThere(part, "targetTime", advice.targetTime().orElse(""));
        add(part, "route", new CodeType(advice.route().code()));
        add(part, "rationale", new StringType(recommendation.rationale().text()));
        Stream.of(option.guideline().criteria(), recommendation.when())
                .flatMap(condition -> Explanation.of(condition, facts).grounds().stream())
                .distinct()
                .forEach(ground -> add(part, "because", new StringType(ground)));
        add(part, "dose", dose(examination.typicalDose()));
        add(part, "doseVerified", new BooleanType(recommendation.rationale().isDoseVerified()));
        add(part, "radiationBand", new CodeType(examination.radiationBand()));
        var about = option.guideline().about();
        about.alternatives().forEach(alternative -> add(part, "alternative", new StringType(alternative)));
        add(part, "verified", new BooleanType(recommendation.isVerified()));
        about.sources().forEach(source -> add(part, "source", new StringType(textOf(source))));
    }

    private static Quantity dose(BigDecimal typical) {
        return new Quantity().setValue(typical).setUnit("mSv").setSystem(UCUM).setCode("mSv");
    }

    private static String textOf(Source source) {
        var section = source.section().isEmpty() ? "" : ", " + source.section();
        return source.name()
                + section
                + source.url().map(url -> " (" + url + ")").orElse("");
    }

    private void rating(Rating rating) {
        switch (rating) {
            case Rating.Rated rated -> {
                add("rating", new CodeType(rated.isAppropriate() ? "appropriate" : "not-appropriate"));
                var basis = answer.addParameter().setName("ratingBasis");
                add(basis, "category", new CodeType(rated.category().code()));
                add(basis, "recommendation", new StringType(rated.because().id()));
                add(
                        basis,
                        "rationale",
                        new StringType(rated.because().rationale().text()));
            }
            case Rating.NoCriteria ignored -> add("rating", new CodeType("no-criteria-apply"));
            case Rating.NotAsked ignored -> {}
            case Rating.Undecided ignored -> {}
        }
    }

    /// Said of an examination that is asked for: what it lacks before an exposure can be justified.
    private void missing(Completeness completeness) {
        completeness.missing().stream()
                .filter(ignored -> completeness.ionising() == Truth.TRUE)
                .forEach(each -> {
                    var part = answer.addParameter().setName("missing");
                    add(part, "item", new CodeType(each.item().code()));
                    each.facts().forEach(fact -> add(part, "fact", new CodeType(fact.name())));
                });
    }

    private void safety(SafetyRule rule) {
        var part = answer.addParameter().setName("safety");
        add(part, "rule", new StringType(rule.id()));
        add(part, "severity", new CodeType(rule.severity().code()));
        add(part, "message", new StringType(rule.about().message()));
        add(part, "overridable", new BooleanType(rule.overriding().isAllowed()));
        add(part, "reasonRequired", new BooleanType(rule.overriding().needsReason()));
        add(part, "verified", new BooleanType(rule.about().isVerified()));
        rule.about().sources().forEach(source -> add(part, "source", new StringType(textOf(source))));
        grounds(part, rule);
    }

    /// What it is about in this patient's record: where and when.
    private void grounds(ParametersParameterComponent safety, SafetyRule rule) {
        var grounds = Explanation.of(rule.criteria(), facts).grounds();
        found.found().stream()
                .filter(each -> grounds.stream().anyMatch(ground -> (ground + " ").startsWith(each.fact() + " ")))
                .forEach(each -> used(safety.addPart().setName("because"), each));
    }

    private void used(ParametersParameterComponent part, FoundFacts.Found each) {
        var origin = each.origin();
        add(part, "fact", new CodeType(each.fact().name()));
        Optional.ofNullable(found.facts().value(each.fact())).ifPresent(value -> add(part, "value", typeOf(value)));
        add(part, "source", new StringType(origin.resourceType()));
        origin.ids().forEach(id -> add(part, "reference", new Reference(origin.referenceTo(id))));
        origin.at().ifPresent(at -> add(part, "date", new DateTimeType(Date.from(at))));
        origin.age().ifPresent(age -> add(part, "age", RecordParts.days(age)));
        addIfThere(part, "organisation", origin.organisation());
        addIfThere(part, "note", origin.note());
    }

    private static void addIfThere(ParametersParameterComponent to, String name, String text) {
        if (!text.isEmpty()) {
            add(to, name, new StringType(text));
        }
    }

    private static Type typeOf(FactValue value) {
        return switch (value) {
            case FactValue.Flag(var flag) -> new BooleanType(flag);
            case FactValue.Amount(var amount) -> new DecimalType(amount);
            case FactValue.Choice(var code) -> new CodeType(code);
            case FactValue.Text(var text) -> new StringType(text);
        };
    }

    private void add(String name, Type value) {
        answer.addParameter().setName(name).setValue(value);
    }

    private static void add(ParametersParameterComponent to, String name, Type value) {
        to.addPart().setName(name).setValue(value);
    }
}
