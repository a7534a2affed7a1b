package org.meridiandx.order.guidance.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meridiandx.order.guidance.rules.facts.Comparison;
import org.meridiandx.order.guidance.rules.facts.ContentFile;
import org.meridiandx.order.guidance.rules.facts.Expression;
import org.meridiandx.order.guidance.rules.facts.SourceNode;
import org.meridiandx.order.guidance.rules.facts.Vocabulary;

/// Reads whom a guideline is for, as a condition.
final class Applicability {
    private static final String ANY = "any";
    private static final String CAN_BE_PREGNANT = "female_childbearing_potential";

    private static final Set<String> KEYS = Set.of("age_min", "age_below", "sex", "pregnancy");

    private final ContentFile file;
    private final Vocabulary vocabulary;

    Applicability(ContentFile file, Vocabulary vocabulary) {
        this.file = file;
        this.vocabulary = vocabulary;
    }

    /// @param appliesTo `applies_to`
    Expression read(SourceNode appliesTo) {
        var node = file.only(appliesTo, KEYS);
        var parts = new ArrayList<Expression>();
        age(node, "age_min", Comparison.AT_LEAST).ifPresent(parts::add);
        age(node, "age_below", Comparison.BELOW).ifPresent(parts::add);
        var sex = file.text(node, "sex");
        if (!sex.equals(ANY)) {
            parts.add(is(node, "sex", sex));
        }
        switch (file.text(node, "pregnancy")) {
            case ANY -> {}
            case "only" -> parts.add(is(node, "pregnancy_status", "pregnant"));
            case "exclude" -> parts.add(notKnownPregnant(node));
            default -> throw file.fault(node, "pregnancy is any, only or exclude");
        }
        return new Expression.All(parts);
    }

    private Optional<Expression> age(SourceNode.Fields node, String key, Comparison comparison) {
        return file.find(node, key)
                .map(limit -> new Expression.Compared(vocabulary.require("age"), comparison, file.number(limit)));
    }

    private Expression is(SourceNode.Fields node, String name, String code) {
        var fact = vocabulary.require(name);
        if (!fact.choices().contains(code)) {
            throw file.fault(node, "'" + code + "' is no value of '" + name + "'");
        }
        return new Expression.Chosen(fact, Set.of(code));
    }

    /// Not asked is not pregnant here: whoever has not been asked is shown what fits, and the question with it.
    private Expression notKnownPregnant(SourceNode.Fields node) {
        var canBe = vocabulary
                .derivedFact(CAN_BE_PREGNANT)
                .orElseThrow(() -> file.fault(node, "the vocabulary does not derive " + CAN_BE_PREGNANT));
        return new Expression.Any(List.of(
                new Expression.Not(new Expression.Derived(canBe)),
                new Expression.Missing(List.of(vocabulary.require("pregnancy_status"))),
                new Expression.Not(is(node, "pregnancy_status", "pregnant"))));
    }
}
