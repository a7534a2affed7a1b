package org.meridiandx.order.guidance.rules.facts;

import java.util.List;
import java.util.Map;

/// A piece of a content file, with the line that it begins in.
public sealed interface SourceNode {

    /// @return the first is 1
    int line();

    record Text(String value, int line) implements SourceNode {}

    record Items(List<SourceNode> values, int line) implements SourceNode {
        public Items {
            values = List.copyOf(values);
        }
    }

    /// `null`, where a value could stand.
    record Empty(int line) implements SourceNode {}

    /// @param values in the order of the file
    record Fields(Map<String, SourceNode> values, int line) implements SourceNode {}
}
