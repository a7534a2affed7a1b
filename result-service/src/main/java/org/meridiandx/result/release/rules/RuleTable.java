package org.meridiandx.result.release.rules;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The rules of one organisation, or of the region.
public final class RuleTable {
    private final Map<Key, Release> rules;

    private RuleTable(Map<Key, Release> rules) {
        this.rules = Map.copyOf(rules);
    }

    /// What one rule is about.
    ///
    /// @param grade empty for each grade that has no rule of its own
    public record Key(Subject subject, Optional<Grade> grade) {
        /// As `laboratory:abnormal`, or `imaging`.
        public String text() {
            return subject.text() + grade.map(one -> ":" + one.text()).orElse("");
        }

        /// @return empty where the text is no such key
        public static Optional<Key> parse(String text) {
            var colon = text.indexOf(':');
            var subject = Subject.parse(colon < 0 ? text : text.substring(0, colon));
            if (colon < 0) {
                return subject.map(one -> new Key(one, Optional.empty()));
            }
            var grade = Grade.parse(text.substring(colon + 1));
            return subject.isPresent() && grade.isPresent()
                    ? Optional.of(new Key(subject.get(), grade))
                    : Optional.empty();
        }
    }

    /// One rule.
    public record Rule(Key key, Release release) {}

    public static RuleTable of(Collection<Rule> rules) {
        var all = new HashMap<Key, Release>();
        rules.forEach(rule -> all.put(rule.key(), rule.release()));
        return new RuleTable(all);
    }

    /// The rules of a region, out of its settings: each subject has one for each grade.
    ///
    /// @param entries as `laboratory:normal=at-once`
    /// @throws IllegalArgumentException naming what is misspelt or missing
    public static RuleTable ofRegion(List<String> entries) {
        var table = of(entries.stream().map(RuleTable::ruleOf).toList());
        for (var subject : Subject.values()) {
            for (var grade : Grade.values()) {
                if (table.find(subject, grade).isEmpty()) {
                    throw new IllegalArgumentException(
                            "meridian.release.rules: there is none for " + subject.text() + ":" + grade.text());
                }
            }
        }
        return table;
    }

    private static Rule ruleOf(String entry) {
        var equals = entry.indexOf('=');
        var key = Key.parse(
                equals < 0 ? entry.strip() : entry.substring(0, equals).strip());
        var release = Release.parse(equals < 0 ? "" : entry.substring(equals + 1));
        if (key.isEmpty() || release.isEmpty()) {
            throw new IllegalArgumentException("meridian.release.rules: '" + entry
                    + "' is no 'subject:grade=release', such as laboratory:abnormal=7d or imaging=after-comment");
        }
        return new Rule(key.get(), release.get());
    }

    /// The rule for a grade, or that for each grade that has none of its own.
    public Optional<Release> find(Subject subject, Grade grade) {
        return Optional.ofNullable(rules.get(new Key(subject, Optional.of(grade))))
                .or(() -> Optional.ofNullable(rules.get(new Key(subject, Optional.empty()))));
    }

    public Map<Key, Release> rules() {
        return rules;
    }
}
