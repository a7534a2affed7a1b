package org.meridiandx.result.record.rules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Collectors;

/// Which entries of different sources tell one and the same fact, to be shown once with all its sources.
///
/// The same code and times that agree, and in all else the same words: what differs in anything clinical (status,
/// criticality, reaction, dose, side) is never put together. What one source tells twice is two.
///
/// **Hazard:** two facts shown as one, and the more dangerous of them not at all.
public final class SameFactRule {
    private SameFactRule() {}

    /// @return groups, the one to be shown first in each; in the order of these
    public static List<List<Told>> groups(List<Told> all) {
        var rather = Comparator.comparingLong(Told::order).reversed().thenComparing(Told::id);
        var groups = new ArrayList<List<Told>>();
        var alike = new HashMap<String, List<List<Told>>>();
        for (var told : all.stream().sorted(rather).toList()) {
            var candidates = alike.computeIfAbsent(told.about().rest(), rest -> new ArrayList<>());
            var joined = candidates.stream()
                    .filter(group -> group.stream().allMatch(one -> isSame(one, told)))
                    .findFirst();
            if (joined.isPresent()) {
                joined.get().add(told);
            } else {
                var begun = new ArrayList<>(List.of(told));
                candidates.add(begun);
                groups.add(begun);
            }
        }
        return groups;
    }

    static boolean isSame(Told one, Told other) {
        return !one.source().equals(other.source())
                && one.kind() == other.kind()
                && one.about().rest().equals(other.about().rest())
                && isAboutTheSame(one.about(), other.about())
                && agree(one, other);
    }

    private static boolean agree(Told one, Told other) {
        return switch (one.kind()) {
            case STATE -> one.span().overlaps(other.span());
            case EVENT -> one.span().isSameDay(other.span());
            case ACT ->
                !Collections.disjoint(one.about().identifiers(), other.about().identifiers());
        };
    }

    /// The same words, a code in common, and no code system in which the two say different things.
    private static boolean isAboutTheSame(Told.About one, Told.About other) {
        if (!one.text().equals(other.text())) {
            return false;
        }
        if (one.codes().isEmpty() || other.codes().isEmpty()) {
            return one.codes().isEmpty()
                    && other.codes().isEmpty()
                    && !one.text().isEmpty();
        }
        var systems = one.codes().stream().map(Told.Coded::system).collect(Collectors.toSet());
        systems.retainAll(other.codes().stream().map(Told.Coded::system).toList());
        return !systems.isEmpty()
                && systems.stream()
                        .allMatch(system -> one.codes().stream()
                                .filter(code -> code.system().equals(system))
                                .anyMatch(other.codes()::contains));
    }
}
