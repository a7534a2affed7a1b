package org.meridiandx.identity.tokens;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which key signs at a time, and which are published. A value: reading the files again makes a
/// new one.
///
/// The key with the latest time that has come signs, so that all pods agree by their clocks. A
/// key that appears while a pod runs is published for `lead` before that pod signs with it,
/// even if its time has come, so that no service meets a key id that it cannot find. A key that
/// was followed by another stays published for `kept`.
record KeySchedule(List<Timed> keys, Duration lead, Duration kept) {
    KeySchedule {
        keys = keys.stream()
                .sorted(Comparator.comparing(Timed::from)
                        .thenComparing(timed -> timed.key().id()))
                .toList();
    }

    record Timed(SigningKey key, Instant from) {}

    /// The schedule at start: the times in the names hold.
    static KeySchedule of(List<KeyFiles.Dated> files, Duration lead, Duration kept) {
        return new KeySchedule(
                files.stream()
                        .map(dated -> new Timed(dated.key(), dated.from()))
                        .toList(),
                lead,
                kept);
    }

    /// The schedule after the files were read again. A key that is gone is gone at once.
    KeySchedule with(List<KeyFiles.Dated> files, Instant now) {
        Map<String, Timed> known = new HashMap<>();
        keys.forEach(timed -> known.put(timed.key().id(), timed));
        var earliest = now.plus(lead);
        return new KeySchedule(
                files.stream()
                        .map(dated -> Optional.ofNullable(known.get(dated.key().id()))
                                .orElseGet(() -> new Timed(
                                        dated.key(), dated.from().isAfter(earliest) ? dated.from() : earliest)))
                        .toList(),
                lead,
                kept);
    }

    /// The key to sign with. While no time has come yet, the first.
    SigningKey active(Instant now) {
        var active = keys.getFirst();
        for (var timed : keys) {
            if (!timed.from().isAfter(now)) {
                active = timed;
            }
        }
        return active.key();
    }

    /// What the key set shows: keys to come, the active one, and those that were active until
    /// lately.
    List<SigningKey> published(Instant now) {
        return keys.stream()
                .filter(timed -> keys.stream()
                        .noneMatch(later -> later.from().isAfter(timed.from())
                                && !later.from().plus(kept).isAfter(now)))
                .map(Timed::key)
                .toList();
    }

    /// Any key whose file is there, published or not.
    Optional<SigningKey> find(String keyId) {
        return keys.stream()
                .map(Timed::key)
                .filter(key -> key.id().equals(keyId))
                .findFirst();
    }
}
