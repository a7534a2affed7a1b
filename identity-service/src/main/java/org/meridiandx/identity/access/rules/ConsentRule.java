package org.meridiandx.identity.access.rules;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What a patient said: these may, or may not, see this.
///
/// Each set names whom or what it is about; an empty one means all. Of several that fit, the one
/// that names more wins; of two that name as much, the refusal.
///
/// @param id of the Consent
/// @param isDeny whether it refuses
/// @param organisations ODS codes
/// @param resourceTypes FHIR resource types
/// @param labels security labels of the record
/// @param purposes why somebody asks
public record ConsentRule(
        String id,
        boolean isDeny,
        Set<String> organisations,
        Set<String> resourceTypes,
        Set<String> labels,
        Set<String> purposes,
        Instant since,
        Optional<Instant> until) {
    public ConsentRule {
        organisations = Set.copyOf(organisations);
        resourceTypes = Set.copyOf(resourceTypes);
        labels = Set.copyOf(labels);
        purposes = Set.copyOf(purposes);
    }

    /// What all rules together come to.
    public enum Effect {
        NONE,
        PERMIT,
        DENY;

        /// The name in the policy.
        public String slug() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What is looked at.
    public record Look(String organisation, String resourceType, Set<String> labels, String purpose, Instant now) {
        public Look {
            labels = Set.copyOf(labels);
        }
    }

    public static Effect effectOf(List<ConsentRule> rules, Look look) {
        var effect = Effect.NONE;
        var best = -1;
        for (var rule : rules) {
            if (rule.fits(look) && (rule.weight() > best || rule.weight() == best && rule.isDeny)) {
                best = rule.weight();
                effect = rule.isDeny ? Effect.DENY : Effect.PERMIT;
            }
        }
        return effect;
    }

    boolean fits(Look look) {
        return !look.now().isBefore(since)
                && until.filter(end -> !look.now().isBefore(end)).isEmpty()
                && isAmong(organisations, look.organisation())
                && isAmong(resourceTypes, look.resourceType())
                && isAmong(purposes, look.purpose())
                && (labels.isEmpty() || look.labels().stream().anyMatch(labels::contains));
    }

    private int weight() {
        return (organisations.isEmpty() ? 0 : 8)
                + (labels.isEmpty() ? 0 : 4)
                + (resourceTypes.isEmpty() ? 0 : 2)
                + (purposes.isEmpty() ? 0 : 1);
    }

    private static boolean isAmong(Set<String> named, String one) {
        return named.isEmpty() || named.contains(one);
    }

    @Override
    public String toString() {
        return "ConsentRule[" + id + " " + (isDeny ? "deny" : "permit").toLowerCase(Locale.ROOT) + "]";
    }
}
