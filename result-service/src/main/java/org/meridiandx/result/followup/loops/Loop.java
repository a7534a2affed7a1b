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
/// @param report which version is followed
/// @param standing what is known of it now
/// @param beganAt when this version arrived
public record Loop(Followed report, Standing standing, Instant beganAt) {
    /// The version of a report that is followed.
    ///
    /// @param id whose report
    /// @param patientId of the report; empty where no patient is known
    /// @param version of the report
    /// @param contentHash of that version: a version that says the same begins nothing
    /// @param labels codes of the report's security labels
    public record Followed(String id, String patientId, int version, String contentHash, Set<String> labels) {
        public Followed {
            labels = Set.copyOf(labels);
        }
    }

    /// What is known of a loop now.
    ///
    /// @param state how far it is
    /// @param urgency how soon it is to be seen
    /// @param isGraded whether age and sex were looked at
    /// @param responsible who answers for it
    /// @param level who knows that it waits
    /// @param dueAt when the next step is due, by the clock of the database; empty once it is acted on
    public record Standing(
            LoopState state,
            Urgency urgency,
            boolean isGraded,
            Responsible responsible,
            Level level,
            Optional<Instant> dueAt) {}

    public String reportId() {
        return report.id();
    }

    public String patientId() {
        return report.patientId();
    }

    public int version() {
        return report.version();
    }

    public LoopState state() {
        return standing.state();
    }

    public Urgency urgency() {
        return standing.urgency();
    }

    public Responsible responsible() {
        return standing.responsible();
    }

    public Level level() {
        return standing.level();
    }

    public Optional<Instant> dueAt() {
        return standing.dueAt();
    }

    /// Further on the way; nothing else changes, but what is due.
    public Loop at(LoopState next, Optional<Instant> due) {
        return standing(next, level(), due);
    }

    /// Somebody has it in hand: who waited is told no further.
    public Loop takenUp(LoopState next, Instant due) {
        return standing(next, Level.OWNER, Optional.of(due));
    }

    public Loop told(Level next, Instant due) {
        return standing(state(), next, Optional.of(due));
    }

    public Loop ofVersion(int next, Set<String> itsLabels) {
        var its = new Followed(report.id(), report.patientId(), next, report.contentHash(), itsLabels);
        return new Loop(its, standing, beganAt);
    }

    public Loop with(Responsible other) {
        return standing(new Standing(state(), urgency(), standing.isGraded(), other, level(), dueAt()));
    }

    public Loop graded(Urgency certain, Optional<Instant> due) {
        return standing(new Standing(state(), certain, true, responsible(), level(), due));
    }

    private Loop standing(LoopState next, Level itsLevel, Optional<Instant> due) {
        return standing(new Standing(next, urgency(), standing.isGraded(), responsible(), itsLevel, due));
    }

    private Loop standing(Standing other) {
        return new Loop(report, other, beganAt);
    }

    @Override
    public String toString() {
        return "Loop[" + reportId() + "/" + version() + " " + state().code() + "]";
    }
}
