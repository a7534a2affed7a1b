package org.meridiandx.identity.patients.values.rules;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.meridiandx.identity.patients.merging.rules.Lineage;

/// Which word is in force: of each source the latest, of the sources the most trusted, of equally
/// trusted ones the latest. What was said of a merged record counts for its survivor from the merge
/// on; what was known of it before stays its own.
///
/// **Hazard:** a wrong address, or another person's, that overwrites the right one unseen.
public final class ValueRule {
    private static final Comparator<SaidValue> TIME =
            Comparator.comparing(SaidValue::saidAt).thenComparing(SaidValue::value);
    private static final Comparator<SaidValue> TRUST = Comparator.comparingInt(SaidValue::rank)
            .thenComparing(SaidValue::saidAt, Comparator.reverseOrder())
            .thenComparing(SaidValue::source)
            .thenComparing(SaidValue::value);

    private ValueRule() {}

    /// @param viewed the record whose values are asked for
    /// @return by group; a group of which nothing was said is absent
    public static Map<String, SaidValue> inForce(Lineage lineage, String viewed, Collection<SaidValue> said) {
        var latest = new HashMap<String, SaidValue>();
        said.stream()
                .filter(value -> counts(lineage, viewed, value))
                .forEach(value -> latest.merge(
                        value.group() + "\n" + value.source(), value, (a, b) -> TIME.compare(a, b) >= 0 ? a : b));
        var inForce = new TreeMap<String, SaidValue>();
        latest.values()
                .forEach(value -> inForce.merge(value.group(), value, (a, b) -> TRUST.compare(a, b) <= 0 ? a : b));
        return inForce;
    }

    private static boolean counts(Lineage lineage, String viewed, SaidValue value) {
        return value.recordId().equals(viewed)
                || lineage.countsFrom(value.recordId(), viewed)
                        .map(from -> value.saidAt().isAfter(from))
                        .orElse(false);
    }
}
