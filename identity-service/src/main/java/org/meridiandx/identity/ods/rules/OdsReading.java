package org.meridiandx.identity.ods.rules;

import java.util.List;

/// What became of one row.
public sealed interface OdsReading {

    /// It says something of one or more codes.
    record Entries(List<OdsEntry> entries) implements OdsReading {
        public Entries {
            entries = List.copyOf(entries);
        }
    }

    /// It cannot be used.
    ///
    /// @param reason a slug for counting: `code-malformed`, `name-missing`, `date-malformed`, ...
    record Refused(String reason) implements OdsReading {}
}
