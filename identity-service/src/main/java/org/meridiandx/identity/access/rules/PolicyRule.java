package org.meridiandx.identity.access.rules;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// One line of the policy: when all conditions hold, this is the answer.
///
/// @param conditions attribute to values, one of which must hold; `not-x` means that none may
/// @param because the reason; empty means: the first of the rule's grounds that the asker has
/// @param obligations of an allowed asker
public record PolicyRule(
        String name,
        Map<Attribute, List<String>> conditions,
        boolean isAllowing,
        String because,
        Set<String> obligations) {
    public PolicyRule {
        conditions = Map.copyOf(conditions);
        obligations = Set.copyOf(obligations);
    }

    /// What a condition can name, as it is written in the policy.
    public enum Attribute {
        ROLE,
        NOT_ROLE,
        PURPOSE,
        NOT_PURPOSE,
        ACTION,
        TYPE,
        NOT_TYPE,
        RECORD,
        NOT_RECORD,
        GROUND,
        NOT_GROUND,
        SEAL,
        CONSENT,
        CHOICE
    }

    boolean fits(Situation situation) {
        for (var condition : conditions.entrySet()) {
            if (!holds(condition.getKey(), condition.getValue(), situation)) {
                return false;
            }
        }
        return true;
    }

    String reasonFor(Situation situation) {
        if (!because.isEmpty()) {
            return because;
        }
        return conditions.getOrDefault(Attribute.GROUND, List.of()).stream()
                .filter(situation.grounds()::contains)
                .findFirst()
                .orElse(name);
    }

    private static boolean holds(Attribute attribute, List<String> values, Situation situation) {
        return switch (attribute) {
            case ROLE -> values.contains(situation.role());
            case NOT_ROLE -> !values.contains(situation.role());
            case PURPOSE -> values.contains(situation.purpose());
            case NOT_PURPOSE -> !values.contains(situation.purpose());
            case ACTION -> values.contains(situation.action());
            case TYPE -> values.contains(situation.resourceType());
            case NOT_TYPE -> !values.contains(situation.resourceType());
            case RECORD -> values.stream().anyMatch(value -> isRecord(value, situation));
            case NOT_RECORD -> values.stream().noneMatch(value -> isRecord(value, situation));
            case GROUND -> values.stream().anyMatch(situation.grounds()::contains);
            case NOT_GROUND -> values.stream().noneMatch(situation.grounds()::contains);
            case SEAL -> values.contains(situation.seal().slug());
            case CONSENT -> values.contains(situation.consent().slug());
            case CHOICE -> values.contains(situation.isOptedOut() ? "opted-out" : "none");
        };
    }

    /// **Values:** `named` (it names the asker's organisation), `own` (the asker is the patient),
    /// `search` (whether a search may be asked).
    private static boolean isRecord(String value, Situation situation) {
        return switch (value) {
            case "named" -> situation.isNamed();
            case "own" -> situation.isSelf();
            case "search" -> situation.isGate();
            default -> throw new IllegalStateException("checked when the policy was read");
        };
    }
}
