package org.meridiandx.identity.audit.merkle;

import java.util.ArrayList;
import java.util.List;

/// Which subtrees a proof consists of, in the order of RFC 9162.
public final class ProofPath {

    private ProofPath() {}

    /// The proof that a leaf is in a tree. **Source:** RFC 9162, section 2.1.3.1.
    ///
    /// @param leaf counted from 0, below `size`
    public static List<Span> inclusion(long leaf, long size) {
        if (leaf < 0 || leaf >= size) {
            throw new IllegalArgumentException("A tree of " + size + " entries has no leaf " + leaf);
        }
        var path = new ArrayList<Span>();
        addInclusion(leaf, new Span(0, size), path);
        return path;
    }

    /// The proof that a tree is the beginning of a larger one. **Source:** RFC 9162, section
    /// 2.1.4.1.
    ///
    /// @param first size of the smaller tree, from 1
    /// @param second size of the larger tree; a proof between equal sizes is empty
    public static List<Span> consistency(long first, long second) {
        if (first < 1 || first > second) {
            throw new IllegalArgumentException("No proof from " + first + " to " + second);
        }
        var path = new ArrayList<Span>();
        addConsistency(first, new Span(0, second), true, path);
        return path;
    }

    private static void addInclusion(long leaf, Span tree, List<Span> path) {
        if (tree.until() - tree.from() == 1) {
            return;
        }
        var middle = middleOf(tree);
        var left = new Span(tree.from(), middle);
        var right = new Span(middle, tree.until());
        addInclusion(leaf, leaf < middle ? left : right, path);
        path.add(leaf < middle ? right : left);
    }

    private static void addConsistency(long first, Span tree, boolean isWhole, List<Span> path) {
        if (first == tree.until()) {
            if (!isWhole) {
                path.add(tree);
            }
            return;
        }
        var middle = middleOf(tree);
        var left = new Span(tree.from(), middle);
        var right = new Span(middle, tree.until());
        if (first <= middle) {
            addConsistency(first, left, isWhole, path);
            path.add(right);
        } else {
            addConsistency(first, right, false, path);
            path.add(left);
        }
    }

    /// Where the left subtree ends: the largest power of two below the size.
    private static long middleOf(Span tree) {
        return tree.from() + Long.highestOneBit(tree.until() - tree.from() - 1);
    }
}
