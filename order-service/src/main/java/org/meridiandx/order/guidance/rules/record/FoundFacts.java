package org.meridiandx.order.guidance.rules.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridiandx.order.guidance.rules.facts.Fact;
import org.meridiandx.order.guidance.rules.facts.FactValue;
import org.meridiandx.order.guidance.rules.facts.Facts;
import org.meridiandx.order.guidance.rules.facts.Vocabulary;

/// What the region's record says, each fact with where it comes from, and what could not be looked
/// at.
///
/// @param facts the values
/// @param found where each of them comes from, in the order of the vocabulary's groups as they
///     were found
/// @param unchecked what could not be asked or not be used: that it is not there is not known
public record FoundFacts(Facts facts, List<Found> found, List<Unchecked> unchecked) {
    public FoundFacts {
        found = List.copyOf(found);
        unchecked = List.copyOf(unchecked);
    }

    /// One fact of the record.
    public record Found(Fact fact, Origin origin) {}

    /// Something that was not looked at.
    ///
    /// @param source `results` or `imaging`
    /// @param reason in words, for people; it names no patient
    public record Unchecked(String source, String reason) {}

    public static FoundFacts none(Vocabulary vocabulary) {
        return new FoundFacts(Facts.none(vocabulary), List.of(), List.of());
    }

    /// The same with one more.
    public FoundFacts with(Fact fact, FactValue value, Origin origin) {
        var more = new ArrayList<>(found);
        more.add(new Found(fact, origin));
        return new FoundFacts(facts.with(fact, value), more, unchecked);
    }

    /// The same with something that was not looked at.
    public FoundFacts with(Unchecked missed) {
        var more = new ArrayList<>(unchecked);
        more.add(missed);
        return new FoundFacts(facts, found, more);
    }

    /// Those of which the caller said nothing.
    public FoundFacts without(Facts given) {
        return new FoundFacts(
                facts.without(given),
                found.stream().filter(each -> !given.isSupplied(each.fact())).toList(),
                unchecked);
    }

    /// @return empty where the record says nothing of it
    public Optional<Origin> originOf(Fact fact) {
        return found.stream()
                .filter(each -> each.fact().equals(fact))
                .map(Found::origin)
                .findFirst();
    }

    /// Names only: what is known about a patient is in no log.
    @Override
    public String toString() {
        return "FoundFacts" + found.stream().map(Found::fact).toList();
    }
}
