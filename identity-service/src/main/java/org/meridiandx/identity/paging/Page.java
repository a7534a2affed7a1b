package org.meridiandx.identity.paging;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// One page of a list.
///
/// @param next where the list goes on, where it does
public record Page<T>(List<T> shown, Optional<Position<?>> next) {
    public Page {
        shown = List.copyOf(shown);
    }

    /// @param found one more than `count`, where there is more
    /// @param position where an entry stands in the list
    public static <T> Page<T> of(List<T> found, int count, Function<T, Position<?>> position) {
        return found.size() > count
                ? new Page<>(found.subList(0, count), Optional.of(position.apply(found.get(count - 1))))
                : new Page<>(found, Optional.empty());
    }
}
