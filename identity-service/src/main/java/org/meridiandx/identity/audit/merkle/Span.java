package org.meridiandx.identity.audit.merkle;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// A run of leaves whose subtree's hash is wanted.
///
/// @param from first leaf, counted from 0
/// @param until the leaf after the last
public record Span(long from, long until) {

    /// Stored hashes, side by side, that a hash is made of.
    ///
    /// @param level 0 for leaves, else the level of tiles
    /// @param from first index in that level
    /// @param until the index after the last
    public record Stored(int level, long from, long until) {}

    /// Which stored hashes this takes, largest subtree first. Each is at most 255 hashes of one
    /// level.
    public List<Stored> needs() {
        var needs = new ArrayList<Stored>();
        for (var at = from; at < until; ) {
            var height = heightAt(at);
            var level = height / Tile.HEIGHT;
            var shift = level * Tile.HEIGHT;
            needs.add(new Stored(level, at >> shift, (at + (1L << height)) >> shift));
            at += 1L << height;
        }
        return needs;
    }

    /// The hash of the subtree.
    ///
    /// @param read the hashes of each of [#needs()], in order
    public byte[] hash(Function<Stored, List<byte[]>> read) {
        return Frontier.rootOf(needs().stream().map(read).map(Span::join).toList());
    }

    /// The largest complete subtree that begins here and ends within the span. A subtree of the
    /// tree of RFC 9162 always begins at a multiple of its size.
    private int heightAt(long at) {
        var fits = 63 - Long.numberOfLeadingZeros(until - at);
        return at == 0 ? fits : Math.min(fits, Long.numberOfTrailingZeros(at));
    }

    private static byte[] join(List<byte[]> hashes) {
        var row = hashes;
        while (row.size() > 1) {
            var above = new ArrayList<byte[]>(row.size() / 2);
            for (var i = 0; i + 1 < row.size(); i += 2) {
                above.add(TreeHash.node(row.get(i), row.get(i + 1)));
            }
            row = above;
        }
        return row.getFirst();
    }
}
