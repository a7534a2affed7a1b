package org.meridiandx.order.guidance.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.meridiandx.order.guidance.rules.facts.Fact;
import org.meridiandx.order.guidance.rules.facts.FactValue;
import org.meridiandx.order.guidance.rules.facts.Facts;
import org.meridiandx.order.guidance.rules.facts.Truth;
import org.meridiandx.order.guidance.rules.facts.Vocabulary;

/// What a request for ionising imaging still lacks before somebody can justify the exposure.
///
/// **Source** Ionising Radiation (Medical Exposure) Regulations 2017, regulations 10(5) and 11(1)(f),
/// schedule 2; the content's `meta.required_request_fields`. docs/adr/027.
/// **Hazard:** an exposure that nobody could justify, or of a fetus that nobody asked about.
///
/// @param ionising whether the examination uses ionising radiation; unknown where it is not known
/// @param missing empty where the examination does not
public record Completeness(Truth ionising, List<Missing> missing) {
    public Completeness {
        missing = List.copyOf(missing);
    }

    /// One thing that is missing.
    ///
    /// @param facts of the vocabulary that are not supplied
    public record Missing(Item item, List<Fact> facts) {
        public Missing {
            facts = List.copyOf(facts);
        }

        public boolean names(String fact) {
            return facts.stream().anyMatch(each -> each.name().equals(fact));
        }
    }

    /// What a request needs.
    public enum Item implements Advice.Coded {
        REFERRER("referrer", "referrer_name", "referrer_registration"),
        CLINICAL_INFORMATION("clinical-information", "clinical_information", "clinical_question"),
        PREGNANCY_STATUS("pregnancy-status", "pregnancy_status"),
        PREVIOUS_IMAGING("previous-imaging", "previous_imaging_checked");

        private final String code;
        private final List<String> facts;

        Item(String code, String... facts) {
            this.code = code;
            this.facts = List.of(facts);
        }

        @Override
        public String code() {
            return code;
        }
    }

    /// @param facts all that is known of patient and request
    public static Completeness of(Facts facts, Vocabulary vocabulary) {
        var ionising = derived("request_ionising", facts, vocabulary);
        if (ionising == Truth.FALSE) {
            return new Completeness(ionising, List.of());
        }
        var missing = new ArrayList<Missing>();
        Stream.of(Item.values())
                .filter(item -> applies(item, facts, vocabulary))
                .map(item -> new Missing(item, open(item, facts, vocabulary)))
                .filter(each -> !each.facts().isEmpty())
                .forEach(missing::add);
        return new Completeness(ionising, missing);
    }

    /// Pregnancy is asked unless it is certain that there can be none: who is not known is asked.
    private static boolean applies(Item item, Facts facts, Vocabulary vocabulary) {
        return item != Item.PREGNANCY_STATUS
                || derived("female_childbearing_potential", facts, vocabulary) != Truth.FALSE;
    }

    private static List<Fact> open(Item item, Facts facts, Vocabulary vocabulary) {
        return item.facts.stream()
                .map(vocabulary::require)
                .filter(fact -> !isTold(fact, facts))
                .toList();
    }

    private static boolean isTold(Fact fact, Facts facts) {
        return switch (facts.value(fact)) {
            case null -> false;
            case FactValue.Text(var text) -> !text.isBlank();
            case FactValue.Choice(var code) -> !code.equals("unknown");
            case FactValue.Flag(var flag) -> flag;
            case FactValue.Amount ignored -> true;
        };
    }

    private static Truth derived(String name, Facts facts, Vocabulary vocabulary) {
        return vocabulary.derivedFact(name).orElseThrow().expression().in(facts);
    }
}
