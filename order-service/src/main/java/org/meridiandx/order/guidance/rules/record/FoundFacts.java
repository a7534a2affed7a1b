package org.meridiandx.order.guidance.rules.record;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
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
    public record Unchecked(String source, String reason) {
        private static final ZoneId HERE = ZoneId.of("Europe/London");

        /// A result that cannot be used.
        ///
        /// @param name of its fact, or of what is shown only
        /// @param reason goes on from "The latest result"
        public static Unchecked result(String name, PriorResult result, String reason) {
            var day = result.at()
                    .map(at -> at.atZone(HERE).toLocalDate().toString())
                    .orElse("an unknown day");
            return new Unchecked(
                    ResultFacts.SOURCE,
                    "The latest result for '" + name + "', of " + day + ", " + reason + "; it is not used.");
        }

        /// A result whose time is wrong.
        public static Unchecked ahead(String name, PriorResult result) {
            return result(name, result, "is dated ahead, and the one before it is taken");
        }
    }

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

    /// Names only: what is known about a patient is in no log.
    @Override
    public String toString() {
        return "FoundFacts" + found.stream().map(Found::fact).toList();
    }
}
