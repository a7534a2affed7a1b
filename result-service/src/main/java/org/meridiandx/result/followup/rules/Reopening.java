package org.meridiandx.result.followup.rules;

/// What becomes of a loop when a later version of its report arrives.
///
/// **Hazard:** somebody acts on a value that was taken back (**Source:** the makers' reading of
/// RCPath G158, "The communication of critical and unexpected pathology results", October 2017: an
/// amended report that changes management is to be communicated as a new one; draft for clinical
/// review).
public final class Reopening {
    private Reopening() {}

    /// How urgent the new version is to be seen.
    ///
    /// What was critical is not routine the moment it is taken back, and who has acknowledged an
    /// older version has to hear of the newer one soon.
    ///
    /// @param before of the version that was followed until now
    /// @param graded of the new version by itself
    public static Urgency urgency(LoopState state, Urgency before, Urgency graded) {
        var least = switch (state) {
            case LoopState.Waiting ignored -> before == Urgency.CRITICAL ? Urgency.URGENT : Urgency.ROUTINE;
            case LoopState.Acknowledged ignored -> Urgency.URGENT;
            case LoopState.ActedOn ignored -> Urgency.URGENT;
        };
        return graded.orSooner(least);
    }

    /// Whether those who were told already go on being told: an unread report that is amended has
    /// waited for as long as its first version, one that was acknowledged begins anew.
    public static boolean keepsLevel(LoopState state) {
        return state instanceof LoopState.Waiting;
    }
}
