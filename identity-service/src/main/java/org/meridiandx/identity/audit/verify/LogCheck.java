package org.meridiandx.identity.audit.verify;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meridiandx.identity.audit.AuditColumns;
import org.meridiandx.identity.audit.LogState;
import org.meridiandx.identity.audit.merkle.Frontier;
import org.meridiandx.identity.audit.merkle.Tile;
import org.meridiandx.identity.audit.merkle.TreeHash;

/// Walks the log from its beginning, builds the tree anew from the entries themselves, and notes
/// where it does not hold. Pure; one instance for one walk, one thread at a time.
final class LogCheck {
    private static final int MOST_FILLERS = 1_000_000;
    private final Findings findings;
    private final WitnessedRoots witnessed;
    private final Frontier frontier = Frontier.empty();
    private final List<Tile> fresh = new ArrayList<>();
    private long entries;
    private long last;
    private boolean isTreeLost;

    LogCheck(Findings findings, WitnessedRoots witnessed) {
        this.findings = findings;
        this.witnessed = witnessed;
    }

    /// How far the walk has come: the number of the last entry.
    long last() {
        return last;
    }

    long entries() {
        return entries;
    }

    /// Takes the next entry, in the order of the log.
    void accept(StoredEntry entry) {
        entries++;
        var expected = last + 1;
        if (entry.seq() < expected) {
            findings.add(entry.seq(), entry.seq(), "entry " + entry.seq() + " is there more than once");
            return;
        }
        if (entry.seq() > expected) {
            addMissing(expected, entry.seq() - 1);
        }
        last = entry.seq();
        var leafHash = TreeHash.leaf(entry.content());
        checkContent(entry, leafHash);
        if (!isTreeLost) {
            push(leafHash);
        }
    }

    /// The tiles that the entries since the last call complete.
    List<Tile> takeTiles() {
        var taken = List.copyOf(fresh);
        fresh.clear();
        return taken;
    }

    /// Compares tiles with those in the database.
    ///
    /// @param stored hash by level and index
    void compare(List<Tile> tiles, Map<Integer, Map<Long, byte[]>> stored) {
        for (var tile : tiles) {
            var kept = Optional.ofNullable(
                    stored.getOrDefault(tile.level(), Map.of()).get(tile.index()));
            var span = 1L << (tile.level() * Tile.HEIGHT);
            var from = tile.index() * span + 1;
            var to = from + span - 1;
            var isSame = kept.filter(hash -> MessageDigest.isEqual(hash, tile.hash()))
                    .isPresent();
            if (!isSame && !findings.hasWithin(from, to)) {
                findings.add(
                        from,
                        to,
                        kept.isEmpty()
                                ? "the kept hash over entries " + from + " to " + to + " is gone"
                                : "among entries " + from + " to " + to
                                        + " something was changed, moved, put in or taken out, or their kept hash was changed");
            }
        }
    }

    /// Compares the tree with the end of the log as the database has it.
    void finish(LogState state, Optional<String> headProblem) {
        headProblem.ifPresent(problem -> findings.add(state.size(), state.size(), problem));
        if (last < state.size()) {
            findings.add(
                    last + 1,
                    state.size(),
                    "entries " + (last + 1) + " to " + state.size() + " were cut off at the end");
        } else if (!isTreeLost && !MessageDigest.isEqual(frontier.root(), state.root())) {
            var from = witnessed.lastGood() + 1;
            findings.add(
                    from,
                    state.size(),
                    "the entries do not make the tree that was signed: among " + from + " to " + state.size()
                            + " something was changed, moved, put in or taken out");
        }
        witnessed.finish(last);
    }

    private void checkContent(StoredEntry entry, byte[] leafHash) {
        var seq = entry.seq();
        if (!MessageDigest.isEqual(entry.leafHash(), leafHash)) {
            findings.add(seq, seq, "entry " + seq + " was changed after it was written");
            return;
        }
        var said = AuditColumns.of(entry.content());
        if (said.isEmpty()) {
            findings.add(seq, seq, "entry " + seq + " is no AuditEvent of this service");
            return;
        }
        if (said.get().position() != 0 && said.get().position() != seq) {
            findings.add(
                    seq,
                    seq,
                    "entry " + seq + " says that it is entry " + said.get().position() + ": it was moved, or put in");
        }
        var differences = said.get().differencesFrom(entry.columns());
        if (!differences.isEmpty() || !entry.isPlain()) {
            findings.add(
                    seq,
                    seq,
                    "entry " + seq + " is hidden from searches or shown in wrong ones: changed columns "
                            + (differences.isEmpty()
                                    ? "that are alike in all entries"
                                    : String.join(", ", differences)));
        }
    }

    private void addMissing(long from, long to) {
        findings.add(
                from,
                to,
                from == to ? "entry " + from + " is missing" : "entries " + from + " to " + to + " are missing");
        for (var seq = from; seq <= to && !isTreeLost; seq++) {
            push(new byte[TreeHash.BYTES]);
            isTreeLost = seq - from > MOST_FILLERS;
        }
    }

    private void push(byte[] leafHash) {
        fresh.addAll(frontier.push(leafHash));
        witnessed.compare(frontier);
    }
}
