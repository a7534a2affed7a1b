package org.meridiandx.result.followup.loops;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.meridiandx.result.followup.rules.Level;
import org.meridiandx.result.followup.rules.LoopState;
import org.meridiandx.result.followup.rules.Responsible;
import org.meridiandx.result.followup.rules.Urgency;

/// How far one report is.
///
/// @param reportId whose report
/// @param patientId of the report; empty where no patient is known
/// @param version of the report that is followed
/// @param contentHash of that version: a version that says the same begins nothing
/// @param labels codes of the report's security labels
/// @param state how far it is
/// @param urgency how soon it is to be seen
/// @param isGraded whether age and sex were looked at
/// @param responsible who answers for it
/// @param level who knows that it waits
/// @param dueAt when the next step is due, by the clock of the database; empty once it is acted on
/// @param beganAt when this version arrived
public record Loop(
        String reportId,
        String patientId,
        int version,
        String contentHash,
        Set<String> labels,
        LoopState state,
        Urgency urgency,
        boolean isGraded,
        Responsible responsible,
        Level level,
        Optional<Instant> dueAt,
        Instant beganAt) {
    public Loop {
        labels = Set.copyOf(labels);
    }

    /// Further on the way; nothing else changes, but what is due.
    public Loop at(LoopState next, Optional<Instant> due) {
        return new Loop(
                reportId,
                patientId,
                version,
                contentHash,
                labels,
                next,
                urgency,
                isGraded,
                responsible,
                level,
                due,
                beganAt);
    }

    /// Somebody has it in hand: who waited is told no further.
    public Loop takenUp(LoopState next, Instant due) {
        return new Loop(
                reportId,
                patientId,
                version,
                contentHash,
                labels,
                next,
                urgency,
                isGraded,
                responsible,
                Level.OWNER,
                Optional.of(due),
                beganAt);
    }

    public Loop ofVersion(int next, Set<String> itsLabels) {
        return new Loop(
                reportId,
                patientId,
                next,
                contentHash,
                itsLabels,
                state,
                urgency,
                isGraded,
                responsible,
                level,
                dueAt,
                beganAt);
    }

    public Loop with(Responsible other) {
        return new Loop(
                reportId,
                patientId,
                version,
                contentHash,
                labels,
                state,
                urgency,
                isGraded,
                other,
                level,
                dueAt,
                beganAt);
    }

    public Loop told(Level next, Instant due) {
        return new Loop(
                reportId,
                patientId,
                version,
                contentHash,
                labels,
                state,
                urgency,
                isGraded,
                responsible,
                next,
                Optional.of(due),
                beganAt);
    }

    public Loop graded(Urgency certain, Optional<Instant> due) {
        return new Loop(
                reportId,
                patientId,
                version,
                contentHash,
                labels,
                state,
                certain,
                true,
                responsible,
                level,
                due,
                beganAt);
    }

    @Override
    public String toString() {
        return "Loop[" + reportId + "/" + version + " " + state.code() + "]";
    }
}
