package org.meridiandx.order.guidance.rules.facts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The facts that rules may speak of, and the names for what follows from them.
public final class Vocabulary {
    private final String version;
    private final Map<String, Fact> facts;
    private final Map<String, DerivedFact> derived = new LinkedHashMap<>();
    private final List<Fact> inOrder;
    private final List<Expression> defaults;

    /// @param defaults what a flag is that was not supplied, by the index of the fact
    Vocabulary(String version, Map<String, Fact> facts, List<Expression> defaults) {
        this.version = version;
        this.facts = Map.copyOf(facts);
        this.inOrder = List.copyOf(facts.values());
        this.defaults = List.copyOf(defaults);
    }

    /// While it is being read: a derived fact may use those before it.
    void add(String name, Expression expression, String meaning) {
        derived.put(name, new DerivedFact(derived.size(), name, expression, meaning));
    }

    public String version() {
        return version;
    }

    /// In the order of the file.
    public List<Fact> facts() {
        return inOrder;
    }

    public List<DerivedFact> derivedFacts() {
        return new ArrayList<>(derived.values());
    }

    int derivedCount() {
        return derived.size();
    }

    public Optional<Fact> fact(String name) {
        return Optional.ofNullable(facts.get(name));
    }

    public Optional<DerivedFact> derivedFact(String name) {
        return Optional.ofNullable(derived.get(name));
    }

    /// @throws IllegalArgumentException where there is no such fact
    public Fact require(String name) {
        return fact(name)
                .orElseThrow(() -> new IllegalArgumentException("There is no fact '" + name + "' in the vocabulary"));
    }

    /// What a flag is that was not supplied.
    public Expression defaultOf(Fact flag) {
        return defaults.get(flag.index());
    }
}
