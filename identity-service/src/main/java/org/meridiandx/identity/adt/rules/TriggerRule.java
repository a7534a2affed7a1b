package org.meridiandx.identity.adt.rules;

import java.util.Map;
import java.util.Set;

/// What a trigger event does here. The region keeps who a patient is, not where they lie: a
/// transfer or discharge is taken for the demographics that it carries, and so is a cancelled
/// admission, which does not un-make the person.
///
/// **Source:** HL7 v2.5.1 chapter 3. **Hazard:** two patients' records joined, or one deleted, by a
/// message alone.
public final class TriggerRule {
    /// The effect of a message.
    public enum Effect {
        /// Creates the patient, or brings the record up to what the message says.
        REGISTER,
        /// Creates an unknown patient; leaves a known one as it is (cancellations, allergies, leave).
        NOTE,
        /// Merges, links, moves and deletions: kept for a person to carry out.
        REVIEW,
        /// About no patient (bed status): kept.
        KEEP,
        /// A query, or no event of this chapter: not for this listener.
        REFUSE
    }

    private static final Set<String> REGISTERING =
            Set.of("A01", "A02", "A03", "A04", "A05", "A06", "A07", "A08", "A10", "A14", "A15", "A16", "A28", "A31");
    private static final Set<String> REVIEWED = Set.of(
            "A17", "A18", "A23", "A24", "A29", "A30", "A34", "A35", "A36", "A37", "A39", "A40", "A41", "A42", "A43",
            "A44", "A45", "A46", "A47", "A48", "A49", "A50", "A51");
    private static final Map<String, Effect> OTHERS =
            Map.of("A19", Effect.REFUSE, "A20", Effect.KEEP, "A56", Effect.REFUSE, "A57", Effect.REFUSE);
    private static final int LAST_EVENT = 62;

    private TriggerRule() {}

    /// @param trigger MSH-9.2
    public static Effect effectOf(String trigger) {
        if (REGISTERING.contains(trigger)) {
            return Effect.REGISTER;
        }
        if (REVIEWED.contains(trigger)) {
            return Effect.REVIEW;
        }
        return OTHERS.getOrDefault(trigger, isEvent(trigger) ? Effect.NOTE : Effect.REFUSE);
    }

    private static boolean isEvent(String trigger) {
        return trigger.matches("A[0-9]{2}")
                && Integer.parseInt(trigger.substring(1)) >= 1
                && Integer.parseInt(trigger.substring(1)) <= LAST_EVENT;
    }
}
