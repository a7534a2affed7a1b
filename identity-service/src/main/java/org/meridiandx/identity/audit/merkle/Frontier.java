package org.meridiandx.identity.audit.merkle;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The right edge of a tree that grows: the roots of its complete subtrees, largest first. It is
/// all that appending needs, 32 bytes for each bit of the size that is set. Not safe for several
/// threads.
public final class Frontier {
    private final List<byte[]> roots;
    private long size;

    private Frontier(List<byte[]> roots, long size) {
        this.roots = roots;
        this.size = size;
    }

    /// The edge of a tree without entries.
    public static Frontier empty() {
        return new Frontier(new ArrayList<>(), 0);
    }

    /// Reads what [#encode()] wrote.
    ///
    /// @throws IllegalArgumentException when the bytes are not those of a tree of this size
    public static Frontier decode(long size, byte[] encoded) {
        var count = Long.bitCount(size);
        if (size < 0 || encoded.length != count * TreeHash.BYTES) {
            throw new IllegalArgumentException("The edge of a tree of " + size + " entries has " + count + " hashes");
        }
        var roots = new ArrayList<byte[]>();
        for (var i = 0; i < count; i++) {
            roots.add(Arrays.copyOfRange(encoded, i * TreeHash.BYTES, (i + 1) * TreeHash.BYTES));
        }
        return new Frontier(roots, size);
    }

    /// Appends a leaf.
    ///
    /// @return the tiles that it completes, smallest first; none as a rule
    public List<Tile> push(byte[] leafHash) {
        var tiles = List.<Tile>of();
        var hash = leafHash;
        var height = 0;
        for (var bits = size; (bits & 1) == 1; bits >>= 1) {
            hash = TreeHash.node(roots.removeLast(), hash);
            height++;
            if (height % Tile.HEIGHT == 0) {
                tiles = with(tiles, new Tile(height / Tile.HEIGHT, size >> height, hash));
            }
        }
        roots.add(hash);
        size++;
        return tiles;
    }

    /// How many entries the tree has.
    public long size() {
        return size;
    }

    /// The root of the tree as it is now.
    public byte[] root() {
        return rootOf(roots);
    }

    /// The roots of the complete subtrees, one after the other.
    public byte[] encode() {
        var bytes = new ByteArrayOutputStream(roots.size() * TreeHash.BYTES);
        roots.forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }

    /// Joins complete subtrees, largest first, into the root of the tree that they make.
    static byte[] rootOf(List<byte[]> completeRoots) {
        if (completeRoots.isEmpty()) {
            return TreeHash.empty();
        }
        var root = completeRoots.getLast();
        for (var i = completeRoots.size() - 2; i >= 0; i--) {
            root = TreeHash.node(completeRoots.get(i), root);
        }
        return root;
    }

    private static List<Tile> with(List<Tile> tiles, Tile tile) {
        var more = new ArrayList<>(tiles);
        more.add(tile);
        return more;
    }

    @Override
    public String toString() {
        return "Frontier[" + size + "]";
    }
}
