package org.meridiandx.order.guidance;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.QuestionnaireResponse;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.order.guidance.form.AskedPatient;
import org.meridiandx.order.guidance.form.FormAnswers;
import org.meridiandx.order.guidance.rules.facts.Fact;
import org.meridiandx.order.guidance.rules.facts.FactValue;
import org.meridiandx.order.guidance.rules.facts.Facts;
import org.meridiandx.order.guidance.rules.facts.Vocabulary;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Reads the input of `$assess`: one parameter per fact, named as in the vocabulary, and perhaps
/// `patient`.
final class AssessParameters {
    private static final String PATIENT = "patient";
    private static final String RATING = "request_best_category";
    private static final String ANSWERS = "answers";
    private static final BigDecimal OLDEST = BigDecimal.valueOf(130);
    private static final int LONGEST_ECHO = 64;

    private final Vocabulary vocabulary;

    AssessParameters(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /// @throws ProblemException 400 that names the parameter which cannot be taken
    AskedFacts read(byte[] body) {
        var parameters = FhirJson.parse(body, Parameters.class);
        JsonValues.requireTyped(body);
        var values = new LinkedHashMap<String, @Nullable Type>();
        var patients = new LinkedHashSet<String>();
        for (var each : parameters.getParameter()) {
            if (each.getName().equals(ANSWERS)) {
                var filled = filled(each);
                FormAnswers.of(filled).forEach((name, value) -> put(values, name, value));
                FormAnswers.patientOf(filled).ifPresent(patients::add);
            } else {
                requireValue(each);
                put(values, each.getName(), each.getValue());
            }
        }
        if (values.containsKey(PATIENT)) {
            patients.add(patientOf(values.remove(PATIENT)));
        }
        if (patients.size() > 1) {
            throw refused("'patient' and the subject of 'answers' are two patients.");
        }
        var facts = Facts.none(vocabulary);
        for (var each : values.entrySet()) {
            facts = with(facts, each.getKey(), each.getValue());
        }
        return new AskedFacts(facts, patients.stream().findFirst());
    }

    private static void put(Map<String, @Nullable Type> values, String name, @Nullable Type value) {
        if (values.containsKey(name)) {
            throw refused("'" + shortened(name) + "' is there twice. Send each fact once.");
        }
        values.put(name, value);
    }

    private static void requireValue(ParametersParameterComponent parameter) {
        if (parameter.hasPart() || parameter.hasResource() || parameter.hasModifierExtension()) {
            throw refused("'" + shortened(parameter.getName()) + "' is a value and nothing else.");
        }
    }

    private static QuestionnaireResponse filled(ParametersParameterComponent parameter) {
        if (parameter.getResource() instanceof QuestionnaireResponse filled) {
            return filled;
        }
        throw refused("'answers' is a resource: the QuestionnaireResponse to Questionnaire/imaging-request.");
    }

    private Facts with(Facts facts, String name, @Nullable Type value) {
        // Hazard: given from outside, it would silence the rule that speaks of a better examination.
        if (name.equals(RATING)) {
            throw refused("'" + RATING + "' follows from the rating. Leave it out.");
        }
        var fact = vocabulary.fact(name).orElseThrow(() -> unknown(name));
        try {
            return facts.with(fact, valueOf(fact, value));
        } catch (IllegalArgumentException unfit) {
            throw refused(unfit.getMessage() + ".");
        }
    }

    /// What rules count and measure is never below nothing, and nobody was ever so old.
    private static FactValue amount(Fact fact, BigDecimal value) {
        if (value.signum() < 0 || fact.name().equals("age") && value.compareTo(OLDEST) > 0) {
            throw refused("'" + fact + "' cannot be " + value + ".");
        }
        return new FactValue.Amount(value);
    }

    private static FactValue valueOf(Fact fact, @Nullable Type value) {
        return switch (value) {
            case BooleanType flag when flag.hasValue() -> new FactValue.Flag(flag.booleanValue());
            case IntegerType number when number.hasValue() -> amount(fact, BigDecimal.valueOf(number.getValue()));
            case DecimalType number when number.hasValue() -> amount(fact, number.getValue());
            // A code is a string too.
            case CodeType code when code.hasValue() -> textOf(fact, code.getValue());
            case StringType text when text.hasValue() -> textOf(fact, text.getValue());
            case null, default ->
                throw refused("'" + fact
                        + "' needs a value: valueBoolean, valueDecimal, valueCode or, for a text, valueString.");
        };
    }

    private static FactValue textOf(Fact fact, String value) {
        return fact.kind() == Fact.Kind.TEXT ? new FactValue.Text(value) : new FactValue.Choice(value);
    }

    private static String patientOf(@Nullable Type value) {
        return AskedPatient.idOf(value)
                .orElseThrow(() -> refused("'patient' is a valueReference to Patient/[id] of this region."));
    }

    private ProblemException unknown(String name) {
        return vocabulary.derivedFact(name).isPresent()
                ? refused("'" + name + "' is derived from other facts. Send those.")
                : refused("'" + shortened(name) + "' is no fact of the vocabulary.");
    }

    private static String shortened(String name) {
        return name.length() > LONGEST_ECHO ? name.substring(0, LONGEST_ECHO) + "..." : name;
    }

    private static ProblemException refused(String detail) {
        return ProblemException.of(ProblemCode.INVALID_PARAMETER, detail, "Parameters.parameter");
    }
}
