package org.meridiandx.identity.patients.merging.rules;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Records and what each is merged into: trees whose roots are the patients in force. No circle can
/// come about, because only a root is ever merged, and only into another tree.
///
/// **Hazard:** two people in one record; a record that cannot be put back.
public final class Lineage {
    private final Map<String, Member> members;

    private Lineage(Map<String, Member> members) {
        this.members = members;
    }

    /// @param mergedInto the next record of the chain; empty for a root
    /// @param mergedAt when; empty for a root
    public record Member(String id, Optional<String> mergedInto, Optional<Instant> mergedAt) {
        public static Member root(String id) {
            return new Member(id, Optional.empty(), Optional.empty());
        }
    }

    public static Lineage of(Collection<Member> members) {
        var all = new TreeMap<String, Member>();
        members.forEach(member -> all.put(member.id(), member));
        return new Lineage(all);
    }

    /// Both together; they share no record.
    public Lineage and(Lineage other) {
        return of(Stream.concat(members.values().stream(), other.members.values().stream())
                .toList());
    }

    public Set<String> ids() {
        return Set.copyOf(members.keySet());
    }

    public Member member(String id) {
        var member = members.get(id);
        if (member == null) {
            throw new IllegalArgumentException("not of this lineage");
        }
        return member;
    }

    /// The patient in force.
    public String rootOf(String id) {
        return chainOf(id).getLast();
    }

    /// The record and those it is merged into, root last.
    public List<String> chainOf(String id) {
        var chain = new LinkedHashSet<String>();
        Optional<String> next = Optional.of(id);
        while (next.isPresent()) {
            if (!chain.add(next.get())) {
                throw new IllegalStateException("a circle of merges");
            }
            next = member(next.get()).mergedInto();
        }
        return List.copyOf(chain);
    }

    /// The record and all that are merged into it, directly or not.
    public List<String> under(String id) {
        return members.keySet().stream()
                .filter(other -> chainOf(other).contains(id))
                .toList();
    }

    /// From when on what is said under one record counts for another: since the last merge between
    /// them. Its own words count always.
    ///
    /// @return empty where it never counts
    public Optional<Instant> countsFrom(String said, String viewed) {
        var chain = chainOf(said);
        var end = chain.indexOf(viewed);
        if (end < 0) {
            return Optional.empty();
        }
        return Optional.of(chain.subList(0, end).stream()
                .map(id -> member(id).mergedAt().orElse(Instant.MIN))
                .reduce(Instant.MIN, (a, b) -> a.isAfter(b) ? a : b));
    }

    /// Merges a patient into another; into the survivor of that one, where it is merged itself.
    public MergeOutcome merge(String source, String target, Instant at) {
        if (source.equals(target)) {
            return new MergeOutcome.Refused(MergeOutcome.Reason.SAME_RECORD);
        }
        var survivor = rootOf(target);
        if (survivor.equals(rootOf(source))) {
            return source.equals(survivor)
                    ? new MergeOutcome.Refused(MergeOutcome.Reason.REVERSED)
                    : new MergeOutcome.Already(survivor);
        }
        if (member(source).mergedInto().isPresent()) {
            return new MergeOutcome.Refused(MergeOutcome.Reason.MERGED_ELSEWHERE);
        }
        return changed(new Member(source, Optional.of(survivor), Optional.of(at)), survivor);
    }

    /// Parts a merged record from what it is merged into; what is merged into it goes with it.
    public MergeOutcome unmerge(String source) {
        return member(source).mergedInto().isEmpty()
                ? new MergeOutcome.Refused(MergeOutcome.Reason.NOT_MERGED)
                : changed(Member.root(source), rootOf(source));
    }

    private MergeOutcome changed(Member member, String other) {
        var after = new ArrayList<>(members.values());
        after.removeIf(old -> old.id().equals(member.id()));
        after.add(member);
        return new MergeOutcome.Done(of(after), other, under(member.id()));
    }
}
