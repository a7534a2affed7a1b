package org.meridiandx.result.followup.rules;

import java.time.Duration;

/// Who is told next when a report is overdue: owner, team, service lead and, where the region's
/// rule says so, the patient.
///
/// At the end of the line the one before the patient is told again and again: an overdue report
/// never falls silent.
///
/// **Hazard:** a result that nobody acts on (HSIB 2019, "Failures in communication or follow-up of
/// unexpected significant radiological findings"). The steps and their lengths are a proposal of
/// the makers, for local approval.
public final class EscalationRule {
    private EscalationRule() {}

    /// @param level who knows already
    /// @param isOwned whether a person is named; a team's report goes to the lead next
    /// @param mayTellPatient whether the region tells patients, and this one may be told
    /// @return who is told now: the same level again where there is no further one
    public static Level next(Level level, boolean isOwned, boolean mayTellPatient) {
        return switch (level) {
            case OWNER -> isOwned ? Level.TEAM : Level.LEAD;
            case TEAM -> Level.LEAD;
            case LEAD -> mayTellPatient ? Level.PATIENT : Level.LEAD;
            case PATIENT -> Level.PATIENT;
        };
    }

    /// Patients are told where the region says so, and of nothing that is labelled, for the notice
    /// itself could give it away, nor of what nobody knows to be theirs.
    ///
    /// @param isRegionsRule whether this region tells patients
    /// @param isLabelled whether the report has security labels
    public static boolean mayTellPatient(boolean isRegionsRule, boolean isLabelled, String patientId) {
        return isRegionsRule && !isLabelled && !patientId.isEmpty();
    }

    /// How long it is until the next ones are told. Who was told already is told again after as
    /// long as the report has waited, so that a reminder stays one.
    ///
    /// @param waited since the report arrived
    public static Duration pause(Level before, Level next, Deadlines deadlines, Duration waited) {
        if (before != next) {
            return deadlines.step();
        }
        var doubling = waited.compareTo(deadlines.act()) < 0 ? waited : deadlines.act();
        return doubling.compareTo(deadlines.step()) > 0 ? doubling : deadlines.step();
    }
}
