package org.meridiandx.order.guidance.rules.facts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads `vocabulary.yaml`.
public final class VocabularyReader {
    private static final Map<String, Fact.Kind> KINDS = Map.of(
            "boolean", Fact.Kind.FLAG,
            "number", Fact.Kind.NUMBER,
            "integer", Fact.Kind.NUMBER,
            "enum", Fact.Kind.CHOICE,
            "text", Fact.Kind.TEXT);
    private static final Set<String> OF_FACT =
            Set.of("type", "unit", "allowed", "group", "meaning", "default", "default_from", "snomed");
    private static final Set<String> OF_DERIVED = Set.of("type", "expression", "meaning");
    private static final Expression NEVER = new Expression.Any(List.of());

    private final ContentFile file;
    private final Map<String, Fact> facts = new LinkedHashMap<>();
    private final Set<String> underWay = new LinkedHashSet<>();

    private VocabularyReader(ContentFile file) {
        this.file = file;
    }

    /// @throws ContentException where something is not as it should be
    public static Vocabulary read(ContentFile file) {
        return new VocabularyReader(file).read();
    }

    private Vocabulary read() {
        var declared = file.fields(file.get(file.root(), "facts"));
        declared.values().forEach((name, node) -> facts.put(name, fact(name, file.only(node, OF_FACT))));
        var version = file.text(file.fields(file.get(file.root(), "meta")), "version");
        var vocabulary = new Vocabulary(version, facts, defaults(declared));
        var derived = file.fields(file.get(file.root(), "derived_facts"));
        derived.values().keySet().forEach(name -> derive(vocabulary, derived, name));
        return vocabulary;
    }

    private Fact fact(String name, SourceNode.Fields node) {
        var kind = file.oneOf(node, "type", KINDS);
        var choices = kind == Fact.Kind.CHOICE ? file.texts(node, "allowed") : List.<String>of();
        if (kind == Fact.Kind.CHOICE && choices.isEmpty()) {
            throw file.fault(node, "'" + name + "' is an enum without allowed values");
        }
        return new Fact(
                facts.size(),
                name,
                kind,
                file.findText(node, "unit").orElse(""),
                choices,
                file.text(node, "group"),
                file.text(node, "meaning"));
    }

    private List<Expression> defaults(SourceNode.Fields declared) {
        var defaults = new ArrayList<Expression>();
        var atoms = new ExpressionReader(file, name -> facts.get(name), name -> null);
        for (var fact : facts.values()) {
            var node = file.fields(file.get(declared, fact.name()));
            var from = file.findFilled(node, "default_from");
            if (from.isPresent()) {
                defaults.add(leftOpen(atoms.read(from.get())));
            } else if (fact.kind() == Fact.Kind.FLAG && file.flag(node, "default")) {
                throw file.fault(node, "'" + fact + "' has the default true; only false is one");
            } else {
                defaults.add(NEVER);
            }
        }
        return defaults;
    }

    /// What a sex recorded as intersex or unknown says of anatomy is nothing: it has to be asked.
    private static Expression leftOpen(Expression from) {
        return from instanceof Expression.Chosen(var fact, var codes)
                ? new Expression.Defaulted(fact, codes, Set.of("intersex", "unknown"))
                : from;
    }

    /// Those that it uses come first.
    private void derive(Vocabulary vocabulary, SourceNode.Fields all, String name) {
        if (vocabulary.derivedFact(name).isPresent()) {
            return;
        }
        var node = file.only(file.get(all, name), OF_DERIVED);
        if (facts.containsKey(name)) {
            throw file.fault(node, "'" + name + "' is a fact already");
        }
        if (!underWay.add(name)) {
            throw file.fault(node, "'" + name + "' is derived from itself: " + String.join(" < ", underWay));
        }
        var reader = new ExpressionReader(file, facts::get, other -> {
            if (all.values().containsKey(other)) {
                derive(vocabulary, all, other);
            }
            return vocabulary.derivedFact(other).orElse(null);
        });
        vocabulary.add(name, reader.read(file.get(node, "expression")), file.text(node, "meaning"));
        underWay.remove(name);
    }
}
