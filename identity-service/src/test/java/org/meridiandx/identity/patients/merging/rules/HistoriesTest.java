package org.meridiandx.identity.patients.merging.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.meridiandx.identity.patients.values.rules.SaidValue;
import org.meridiandx.identity.patients.values.rules.ValueRule;

/// Random histories of merging, parting and speaking of records, against a model that is as plain as
/// can be: a map of parents, and a list of words per record.
class HistoriesTest {
    private static final int HISTORIES = 10_000;
    private static final long SEED = 20_261_122L;
    private static final int RECORDS = 6;
    private static final int STEPS = 30;

    @Test
    void shouldNeverCrossRecordsAndAlwaysPutThemBack() {
        // Given
        var random = new Random(SEED);
        var counts = new int[3];

        // When
        for (var i = 0; i < HISTORIES; i++) {
            var history = new History(random);
            history.run();
            counts[0] += history.merges;
            counts[1] += history.partings;
            counts[2] += history.longest;
        }

        // Then: it did happen, chains too
        assertThat(counts[0]).isGreaterThan(HISTORIES);
        assertThat(counts[1]).isGreaterThan(HISTORIES / 2);
        assertThat(counts[2]).isGreaterThan(2 * HISTORIES);
    }

    private static final class History {
        private final Random random;
        private final Map<String, String> parents = new HashMap<>();
        private final List<SaidValue> said = new ArrayList<>();
        private Lineage lineage = Lineage.of(IntStream.range(0, RECORDS)
                .mapToObj(i -> Lineage.Member.root("r" + i))
                .toList());
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");
        private int merges;
        private int partings;
        private int longest;

        History(Random random) {
            this.random = random;
        }

        void run() {
            for (var step = 0; step < STEPS; step++) {
                now = now.plusMillis(1);
                switch (random.nextInt(4)) {
                    case 0 -> merge(any(), any());
                    case 1 -> part(any());
                    default -> say(any());
                }
                check();
            }
            List.copyOf(parents.keySet()).forEach(this::part);
            check();
            lineage.ids().forEach(this::checkAlone);
        }

        private void merge(String source, String target) {
            var outcome = lineage.merge(source, target, now);
            var mayMerge = !parents.containsKey(source) && !root(source).equals(root(target));
            assertThat(outcome instanceof MergeOutcome.Done).isEqualTo(mayMerge);
            if (outcome instanceof MergeOutcome.Done(var after, var survivor, var moved)) {
                assertThat(survivor).isEqualTo(root(target));
                assertThat(moved).allMatch(id -> root(id).equals(source));
                parents.put(source, survivor);
                lineage = after;
                merges++;
            }
        }

        private void part(String id) {
            var from = root(id);
            var outcome = lineage.unmerge(id);
            assertThat(outcome instanceof MergeOutcome.Done).isEqualTo(parents.containsKey(id));
            if (outcome instanceof MergeOutcome.Done(var after, var other, var moved)) {
                assertThat(other).isEqualTo(from);
                parents.remove(id);
                lineage = after;
                assertThat(moved).allMatch(each -> root(each).equals(id));
                partings++;
            }
        }

        private void say(String id) {
            var source = "s" + random.nextInt(3);
            said.add(new SaidValue(id, "g" + random.nextInt(2), source, 1 + random.nextInt(3), now, "v" + said.size()));
        }

        private void check() {
            for (var id : lineage.ids()) {
                assertThat(lineage.rootOf(id)).isEqualTo(root(id));
                longest = Math.max(longest, lineage.chainOf(id).size());
                var allowed = lineage.under(id);
                assertThat(ValueRule.inForce(lineage, id, said).values())
                        .allMatch(value -> allowed.contains(value.recordId()));
            }
        }

        /// With all merges undone, a record is what it would be had there been none.
        private void checkAlone(String id) {
            var own = said.stream().filter(value -> value.recordId().equals(id)).toList();
            var alone = Lineage.of(List.of(Lineage.Member.root(id)));
            assertThat(ValueRule.inForce(lineage, id, said)).isEqualTo(ValueRule.inForce(alone, id, own));
        }

        private String any() {
            return "r" + random.nextInt(RECORDS);
        }

        private String root(String id) {
            var at = id;
            for (var next = Optional.ofNullable(parents.get(at)); next.isPresent(); ) {
                at = next.get();
                next = Optional.ofNullable(parents.get(at));
            }
            return at;
        }
    }
}
