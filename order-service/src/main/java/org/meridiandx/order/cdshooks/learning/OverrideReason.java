package org.meridiandx.order.cdshooks.learning;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Why somebody goes on against a card.
public enum OverrideReason {
    CLINICAL_JUDGEMENT("Clinical judgement: this patient needs it"),
    SPECIALIST_ADVICE("Agreed with a specialist or radiologist"),
    ALTERNATIVE_UNAVAILABLE("The better examination cannot be had in time"),
    ALREADY_TRIED("The alternative was tried and did not answer the question"),
    NOT_AS_STATED("What the card rests on is not right for this patient"),
    OTHER("Another reason");

    static final String SYSTEM = "https://meridiandx.org/fhir/CodeSystem/guidance-override-reason";

    private final String display;

    OverrideReason(String display) {
        this.display = display;
    }

    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<OverrideReason> ofCode(String code) {
        return Arrays.stream(values()).filter(each -> each.code().equals(code)).findFirst();
    }

    public static ArrayNode all() {
        var list = JsonNodeFactory.instance.arrayNode();
        Arrays.stream(values())
                .forEach(each -> list.addObject()
                        .put("code", each.code())
                        .put("system", SYSTEM)
                        .put("display", each.display));
        return list;
    }
}
