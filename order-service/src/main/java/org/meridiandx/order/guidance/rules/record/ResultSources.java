package org.meridiandx.order.guidance.rules.record;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.meridiandx.order.guidance.rules.facts.Fact;

/// Which results fill which facts. **Source** `record-facts.yaml`.
///
/// @param shown by name, what no fact is made of and a requester sees all the same
public record ResultSources(
        List<NumberSource> numbers,
        List<FlagSource> flags,
        List<ChoiceSource> choices,
        Map<String, Set<String>> shown) {
    public ResultSources {
        numbers = List.copyOf(numbers);
        flags = List.copyOf(flags);
        choices = List.copyOf(choices);
        shown = Map.copyOf(shown);
    }

    /// @param monthsAgo the fact that says how old the value is, where there is one
    /// @param units each with the factor to the unit of the vocabulary
    /// @param lowest limit that rules compare with
    /// @param highest limit that rules compare with
    public record NumberSource(
            Fact fact,
            Optional<Fact> monthsAgo,
            Codes codes,
            Map<String, BigDecimal> units,
            BigDecimal lowest,
            BigDecimal highest) {
        public NumberSource {
            units = Map.copyOf(units);
        }
    }

    /// @param is the interpretations by which it is true
    /// @param isNot those by which it is false
    public record FlagSource(Fact fact, Codes codes, Set<String> is, Set<String> isNot) {
        public FlagSource {
            is = Set.copyOf(is);
            isNot = Set.copyOf(isNot);
        }
    }

    /// @param values by the coded value of the result
    public record ChoiceSource(Fact fact, Set<String> codes, Map<String, Meaning> values) {
        public ChoiceSource {
            codes = Set.copyOf(codes);
            values = Map.copyOf(values);
        }

        /// What the codings of a result mean: more than one where they contradict each other.
        List<Meaning> meaningsOf(PriorResult result) {
            return result.measured().coded().stream()
                    .flatMap(value -> Stream.ofNullable(values.get(value)))
                    .distinct()
                    .toList();
        }
    }

    /// What a coded value means, and how long.
    public record Meaning(String choice, Duration validFor) {}

    /// @param any codes of the same measurement, `system|code`
    /// @param validFor how old a result may be
    public record Codes(Set<String> any, Duration validFor) {
        public Codes {
            any = Set.copyOf(any);
        }
    }

    /// The codes of one measurement, by the name of its fact or of what is shown only.
    ///
    /// @throws IllegalArgumentException where there is none of that name
    public Set<String> codesOf(String name) {
        return Stream.of(
                        numbers.stream()
                                .filter(each -> each.fact().name().equals(name))
                                .map(each -> each.codes().any()),
                        flags.stream()
                                .filter(each -> each.fact().name().equals(name))
                                .map(each -> each.codes().any()),
                        choices.stream()
                                .filter(each -> each.fact().name().equals(name))
                                .map(ChoiceSource::codes),
                        Stream.ofNullable(shown.get(name)))
                .flatMap(each -> each)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No result is called '" + name + "'"));
    }

    /// How long a result counts for the fact of that name.
    ///
    /// @return empty where no fact is made of it
    public Optional<Duration> validFor(String name, PriorResult result) {
        return Stream.of(
                        numbers.stream()
                                .filter(each -> each.fact().name().equals(name))
                                .map(each -> each.codes().validFor()),
                        flags.stream()
                                .filter(each -> each.fact().name().equals(name))
                                .map(each -> each.codes().validFor()),
                        choices.stream()
                                .filter(each -> each.fact().name().equals(name))
                                .flatMap(each -> each.meaningsOf(result).stream())
                                .map(Meaning::validFor))
                .flatMap(each -> each)
                .findFirst();
    }

    /// All that a laboratory is to be asked for.
    public List<String> codes() {
        return Stream.of(
                        numbers.stream().map(each -> each.codes().any()),
                        flags.stream().map(each -> each.codes().any()),
                        choices.stream().map(ChoiceSource::codes),
                        shown.values().stream())
                .flatMap(each -> each)
                .flatMap(Set::stream)
                .distinct()
                .sorted()
                .toList();
    }
}
