package org.meridiandx.identity.audit.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MerkleTreeTest {

    /// Leaves and tiles as the log keeps them.
    private static final class Kept {
        final List<byte[]> entries = new ArrayList<>();
        final TreeMap<Integer, List<byte[]>> levels = new TreeMap<>();
        Frontier frontier = Frontier.empty();

        Kept grownTo(int size) {
            while (entries.size() < size) {
                var entry = ("entry " + entries.size()).getBytes(StandardCharsets.UTF_8);
                entries.add(entry);
                add(0, TreeHash.leaf(entry));
                frontier.push(TreeHash.leaf(entry)).forEach(tile -> {
                    assertThat(tile.index()).isEqualTo(level(tile.level()).size());
                    add(tile.level(), tile.hash());
                });
            }
            return this;
        }

        List<byte[]> proof(List<Span> path) {
            return path.stream().map(span -> span.hash(this::read)).toList();
        }

        private List<byte[]> read(Span.Stored stored) {
            return level(stored.level()).subList((int) stored.from(), (int) stored.until());
        }

        private List<byte[]> level(int level) {
            return levels.computeIfAbsent(level, none -> new ArrayList<>());
        }

        private void add(int level, byte[] hash) {
            level(level).add(hash);
        }
    }

    @Test
    void shouldHashAsTheStandardDefines() {
        // Given
        var kept = new Kept();

        for (var size = 0; size <= 70; size++) {
            // When
            var root = kept.grownTo(size).frontier.root();

            // Then
            assertThat(root).isEqualTo(Rfc9162.treeHash(kept.entries));
        }
    }

    /// The values that Certificate Transparency's own test data has.
    @Test
    void shouldMatchTheKnownRoots() {
        // Given
        var leaves = List.of(
                "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");
        var frontier = Frontier.empty();
        var empty = HexFormat.of().formatHex(frontier.root());

        // When
        leaves.forEach(hex -> frontier.push(TreeHash.leaf(HexFormat.of().parseHex(hex))));

        // Then
        assertThat(empty).isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(HexFormat.of().formatHex(frontier.root()))
                .isEqualTo("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 9, 64, 255, 256, 257, 300, 511, 513, 1_000})
    void shouldProveEachEntryToAnIndependentVerifier(int size) {
        // Given
        var kept = new Kept().grownTo(size);
        var root = kept.frontier.root();

        for (var leaf = 0; leaf < size; leaf += Math.max(1, size / 50)) {
            // When
            var proof = kept.proof(ProofPath.inclusion(leaf, size));

            // Then
            assertThat(Rfc9162.verifyInclusion(kept.entries.get(leaf), leaf, size, proof, root))
                    .isTrue();
            assertThat(Rfc9162.verifyInclusion(new byte[] {1}, leaf, size, proof, root))
                    .isFalse();
        }
    }

    @Test
    void shouldProveThatTheTreeOnlyGrew() {
        // Given
        var sizes = List.of(1, 2, 3, 6, 8, 100, 255, 256, 257, 511, 512, 700, 66_000);
        var kept = new Kept();
        var roots = new TreeMap<Integer, byte[]>();
        sizes.forEach(size -> roots.put(size, kept.grownTo(size).frontier.root()));

        for (var first : sizes) {
            for (var second : sizes.subList(sizes.indexOf(first), sizes.size())) {
                // When
                var proof = kept.proof(ProofPath.consistency(first, second));

                // Then
                assertThat(Rfc9162.verifyConsistency(first, second, roots.get(first), roots.get(second), proof))
                        .isTrue();
                assertThat(Rfc9162.verifyConsistency(first, second, new byte[32], roots.get(second), proof))
                        .isFalse();
            }
        }
    }

    @Test
    void shouldReadFewHashesForAProofInALargeTree() {
        // Given
        var size = 1_000_000_000L;

        // When
        var read = ProofPath.inclusion(123_456_789L, size).stream()
                .flatMap(span -> span.needs().stream())
                .mapToLong(stored -> stored.until() - stored.from())
                .sum();

        // Then
        assertThat(read).isLessThan(1_500);
    }

    @Test
    void shouldCountTheTilesItMakes() {
        // Given
        var kept = new Kept().grownTo(66_000);

        // When
        var made = kept.levels.entrySet().stream()
                .filter(level -> level.getKey() > 0)
                .mapToLong(level -> level.getValue().size())
                .sum();

        // Then
        assertThat(Tile.countFor(66_000)).isEqualTo(made).isEqualTo(258);
    }

    @Test
    void shouldGoOnFromItsEncodedEdge() {
        // Given
        var kept = new Kept().grownTo(437);
        var whole = new Kept().grownTo(500).frontier.root();

        // When
        kept.frontier = Frontier.decode(437, kept.frontier.encode());

        // Then
        assertThat(kept.grownTo(500).frontier.root()).isEqualTo(whole);
        assertThatThrownBy(() -> Frontier.decode(511, kept.frontier.encode()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
