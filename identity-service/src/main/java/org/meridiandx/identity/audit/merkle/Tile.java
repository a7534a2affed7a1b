package org.meridiandx.identity.audit.merkle;

/// The root of a complete subtree that is kept, so that a proof reads a few hundred hashes and not
/// the whole log: one for each 256 hashes of the level below.
///
/// @param level 1 over 256 leaves, 2 over 65,536, and so on; 0 would be a leaf
/// @param index place in its level, from 0
@SuppressWarnings("ArrayRecordComponent")
public record Tile(int level, long index, byte[] hash) {
    /// Levels of the tree between two levels of tiles.
    public static final int HEIGHT = 8;

    /// How many tiles of all levels a tree of this size has.
    public static long countFor(long size) {
        var count = 0L;
        for (var complete = size >> HEIGHT; complete > 0; complete >>= HEIGHT) {
            count += complete;
        }
        return count;
    }

    @Override
    public String toString() {
        return "Tile[" + level + ", " + index + "]";
    }
}
