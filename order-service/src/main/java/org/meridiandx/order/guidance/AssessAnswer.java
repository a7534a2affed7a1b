package org.meridiandx.order.guidance;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;
import org.meridiandx.order.guidance.rules.Assessment;
import org.meridiandx.order.guidance.rules.Assessment.Rating;
import org.meridiandx.order.guidance.rules.GuidanceContent;
import org.meridiandx.order.guidance.rules.SafetyRule;
import org.meridiandx.order.guidance.rules.Source;
import org.meridiandx.order.guidance.rules.facts.Explanation;
import org.meridiandx.order.guidance.rules.facts.Fact;
import org.meridiandx.order.guidance.rules.facts.FactValue;
import org.meridiandx.order.guidance.rules.facts.Facts;

/// Writes the answer of `$assess`.
final class AssessAnswer {
    private static final String UCUM = "http://unitsofmeasure.org";

    private final Parameters answer = new Parameters();
    private final Facts facts;

    private AssessAnswer(Facts facts) {
        this.facts = facts;
    }

    /// @param facts that were assessed
    /// @param fromRecord those of them that the record filled in
    static Parameters of(Assessment assessment, Facts facts, Facts fromRecord, GuidanceContent content) {
        var writer = new AssessAnswer(facts);
        assessment.options().forEach(writer::option);
        writer.rating(assessment.rating());
        assessment.safety().forEach(writer::safety);
        assessment
                .ask()
                .forEach(question ->
                        writer.add("ask", new CodeType(question.fact().name())));
        fromRecord.supplied().forEach(fact -> writer.used(fact, fromRecord));
        writer.add("contentVersion", new StringType(content.version()));
        writer.add("status", new StringType(content.status()));
        return writer.answer;
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
        add(part, "score", new IntegerType(advice.appropriateness()));
        add(part, "category", new CodeType(advice.category().code()));
        add(part, "urgency", new CodeType(advice.urgency().code()));
        add(part, "route", new CodeType(advice.route().code()));
        add(part, "rationale", new StringType(recommendation.rationale().text()));
        Stream.of(option.guideline().criteria(), recommendation.when())
                .flatMap(condition -> Explanation.of(condition, facts).grounds().stream())
                .distinct()
                .forEach(ground -> add(part, "because", new StringType(ground)));
        add(part, "dose", dose(examination.typicalDose()));
        option.guideline().about().sources().forEach(source -> add(part, "source", new StringType(textOf(source))));
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

    private void safety(SafetyRule rule) {
        var part = answer.addParameter().setName("safety");
        add(part, "rule", new StringType(rule.id()));
        add(part, "severity", new CodeType(rule.severity().code()));
        add(part, "message", new StringType(rule.about().message()));
        add(part, "overridable", new BooleanType(rule.overriding().isAllowed()));
    }

    private void used(Fact fact, Facts fromRecord) {
        var part = answer.addParameter().setName("used");
        add(part, "fact", new CodeType(fact.name()));
        Optional.ofNullable(fromRecord.value(fact)).ifPresent(value -> add(part, "value", typeOf(value)));
        add(part, "source", new StringType("Patient"));
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
