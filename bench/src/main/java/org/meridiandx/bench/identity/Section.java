package org.meridiandx.bench.identity;

import java.util.List;

/// What one part of the bench found.
///
/// @param name as in `--only`
/// @param lines for people
/// @param figures for machines; whatever Jackson can write
/// @param good whether every answer was right
record Section(String name, List<String> lines, Object figures, boolean good) {
    Section {
        lines = List.copyOf(lines);
    }
}
