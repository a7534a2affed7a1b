package org.meridiandx.result.record.summary;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which codes, or words where there are none, more than one source uses: only what is about these can be told twice.
record Shared(Map<Object, Set<String>> sourcesOf) {

    static Shared of(List<Entry> entries) {
        var sources = new HashMap<Object, Set<String>>();
        entries.forEach(entry -> keysOf(entry)
                .forEach(key ->
                        sources.computeIfAbsent(key, about -> new HashSet<>()).add(entry.source())));
        return new Shared(sources);
    }

    boolean mayBeTold(Entry entry) {
        return keysOf(entry).stream()
                .anyMatch(key -> sourcesOf.getOrDefault(key, Set.of()).size() > 1);
    }

    private static Set<?> keysOf(Entry entry) {
        var codes = entry.codes();
        return codes.isEmpty() ? Set.of(entry.words()) : codes;
    }

    @Override
    public String toString() {
        return "Shared[" + sourcesOf.size() + "]";
    }
}
