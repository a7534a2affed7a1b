package org.meridiandx.e2e.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// How many pairs were looked at at each interface, and what differed. Used by several threads.
final class Differences {

    private final Map<String, LongAdder> pairs = new ConcurrentHashMap<>();
    private final Map<String, String> texts = new ConcurrentHashMap<>();
    private final List<String> found = new ArrayList<>();
    private final int most;

    /// @param most how many are noted before no more is looked for
    Differences(int most) {
        this.most = most;
    }

    void looked(String door, int many) {
        pairs.computeIfAbsent(door, name -> new LongAdder()).add(many);
    }

    synchronized void add(String difference) {
        if (found.size() < most) {
            found.add(difference);
        }
    }

    /// A refusal says the same whatever it refuses.
    ///
    /// @param kind of refusal
    void said(String kind, String text) {
        var before = texts.putIfAbsent(kind, text);
        if (before != null && !before.equals(text)) {
            add(kind + ": one refusal says '" + before + "', another '" + text + "'");
        }
    }

    synchronized boolean isFull() {
        return found.size() >= most;
    }

    long pairs() {
        return pairs.values().stream().mapToLong(LongAdder::sum).sum();
    }

    Map<String, LongAdder> byDoor() {
        return new TreeMap<>(pairs);
    }

    synchronized List<String> all() {
        return List.copyOf(found);
    }
}
