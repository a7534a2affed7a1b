package org.meridiandx.directory.standing;

import java.util.Map;
import org.meridiandx.directory.Standing;

/// Standings as a transaction found them. They do not change until it ends.
///
/// @param byRecordedId those of records that are merged, or were; a record that is not among them
///     stands for itself
public record KeptStandings(Map<String, Standing> byRecordedId) {
    public KeptStandings {
        byRecordedId = Map.copyOf(byRecordedId);
    }

    /// The later one of what is kept here and what somebody else said.
    ///
    /// @param said by the directory or by a row on record: the registry may be ahead of its
    ///     events, and a remembered answer behind them
    public Standing latest(Standing said) {
        var kept = byRecordedId.get(said.recordedPatientId());
        return kept == null || kept.version() < said.version() ? said : kept;
    }
}
