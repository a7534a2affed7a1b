package org.meridiandx.identity.access;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.meridiandx.identity.access.rules.AccessPolicy;
import org.meridiandx.identity.access.rules.ConsentRule;
import org.meridiandx.identity.access.rules.PolicyRule;
import org.meridiandx.identity.access.rules.PolicyRule.Attribute;
import org.meridiandx.identity.access.rules.Seal;
import org.meridiandx.identity.clients.ClientRules;
import org.meridiandx.identity.relationships.GroundKind;

/// Reads the policy from YAML. A word that it does not know stops the start: a misspelt condition
/// would open or close records in silence.
final class PolicyFile {
    private static final Set<String> OTHERS = Set.of("rule", "then", "because", "obligations");
    private static final Set<String> OBLIGATIONS = Set.of("filter", "mask", "notify");
    private static final Set<String> ACTIONS = Set.of("c", "r", "u", "d", "s");
    private static final Set<String> RECORDS = Set.of("named", "own", "search");
    private static final Set<String> CHOICES = Set.of("opted-out", "none");

    /// A condition that stands twice, or a second document, would be dropped in silence.
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory())
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private PolicyFile() {}

    /// @throws IllegalArgumentException naming the rule and the fault
    static AccessPolicy parse(String yaml) {
        try {
            var root = YAML.readTree(yaml);
            for (var name : names(root)) {
                require(Set.of("version", "rules").contains(name), "policy: unknown key " + name);
            }
            var version = root.path("version").asText();
            require(version.matches("[A-Za-z0-9._-]{1,40}"), "policy: version is missing or has other characters");
            var rules = new ArrayList<PolicyRule>();
            var seen = new HashSet<String>();
            for (var node : root.path("rules")) {
                var rule = ruleOf(node);
                require(seen.add(rule.name()), rule.name() + ": there is another rule of this name");
                rules.add(rule);
            }
            require(!rules.isEmpty(), "policy: there is no rule");
            return new AccessPolicy(version, rules);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException("policy: it is no YAML", broken);
        }
    }

    private static PolicyRule ruleOf(JsonNode node) {
        var name = node.path("rule").asText();
        require(name.matches("[a-z0-9-]{1,60}"), "policy: a rule has no name");
        var conditions = new EnumMap<Attribute, List<String>>(Attribute.class);
        for (var key : names(node)) {
            if (!OTHERS.contains(key)) {
                conditions.put(attribute(name, key), values(name, key, node.path(key)));
            }
        }
        var then = node.path("then").asText();
        require(then.equals("allow") || then.equals("deny"), name + ": then must be allow or deny");
        require(!conditions.isEmpty(), name + ": a rule without conditions decides everything");
        var because = node.path("because").asText();
        require(
                !because.isEmpty() || conditions.containsKey(Attribute.GROUND),
                name + ": because is missing, and there is no ground to name");
        require(!then.equals("deny") || !because.isEmpty(), name + ": a denial says because of what");
        var obligations = node.has("obligations")
                ? Set.copyOf(list(name, "obligations", node.path("obligations"), OBLIGATIONS))
                : Set.<String>of();
        return new PolicyRule(name, Map.copyOf(conditions), then.equals("allow"), because, obligations);
    }

    private static Attribute attribute(String rule, String key) {
        for (var attribute : Attribute.values()) {
            if (attribute.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(key)) {
                return attribute;
            }
        }
        throw new IllegalArgumentException(rule + ": unknown key " + key);
    }

    private static List<String> values(String rule, String key, JsonNode node) {
        return list(
                rule,
                key,
                node,
                switch (attribute(rule, key)) {
                    case ACTION -> ACTIONS;
                    case RECORD, NOT_RECORD -> RECORDS;
                    case CHOICE -> CHOICES;
                    case SEAL -> slugs(Seal.values(), Seal::slug);
                    case CONSENT -> slugs(ConsentRule.Effect.values(), ConsentRule.Effect::slug);
                    case GROUND, NOT_GROUND -> slugs(GroundKind.values(), GroundKind::slug);
                    case ROLE, NOT_ROLE -> ClientRules.ROLES;
                    case PURPOSE, NOT_PURPOSE -> ClientRules.PURPOSES;
                    case TYPE, NOT_TYPE -> Set.of();
                });
    }

    private static <T> Set<String> slugs(T[] values, java.util.function.Function<T, String> slug) {
        var slugs = new HashSet<String>();
        for (var value : values) {
            slugs.add(slug.apply(value));
        }
        return slugs;
    }

    /// @param known the words that may stand there; empty for any
    private static List<String> list(String rule, String key, JsonNode node, Set<String> known) {
        require(node.isArray() && !node.isEmpty(), rule + ": " + key + " must be a list");
        var values = new ArrayList<String>();
        for (var value : node) {
            require(value.isTextual() || value.isNumber(), rule + ": " + key + " must be a list of words");
            require(
                    known.isEmpty() || known.contains(value.asText()),
                    rule + ": unknown " + key + " " + value.asText());
            values.add(value.asText());
        }
        return List.copyOf(values);
    }

    private static List<String> names(JsonNode node) {
        var names = new ArrayList<String>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static void require(boolean isSo, String fault) {
        if (!isSo) {
            throw new IllegalArgumentException(fault);
        }
    }
}
