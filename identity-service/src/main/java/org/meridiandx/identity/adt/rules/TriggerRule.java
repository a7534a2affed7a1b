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
        /// Merges the record that MRG names into the one that PID names.
        MERGE,
        /// Gives the record that MRG names the numbers of PID in place of those of MRG.
        RENUMBER,
        /// Links the records that two PID name.
        LINK,
        /// Takes the link between them away, or parts them where they were merged.
        UNLINK,
        /// Moves, deletions, swaps: kept for a person to carry out.
        REVIEW,
        /// About no patient (bed status): kept.
        KEEP,
        /// A query, or no event of this chapter: not for this listener.
        REFUSE
    }

    private static final Set<String> REGISTERING =
            Set.of("A01", "A02", "A03", "A04", "A05", "A06", "A07", "A08", "A10", "A14", "A15", "A16", "A28", "A31");
    private static final Set<String> REVIEWED =
            Set.of("A17", "A23", "A29", "A35", "A36", "A41", "A42", "A43", "A44", "A45", "A48", "A49", "A50", "A51");
    /// A18, A30, A34 and A39 are what A40 was called before v2.3.1; A46 likewise A47.
    private static final Map<String, Effect> OTHERS = Map.ofEntries(
            Map.entry("A18", Effect.MERGE),
            Map.entry("A30", Effect.MERGE),
            Map.entry("A34", Effect.MERGE),
            Map.entry("A39", Effect.MERGE),
            Map.entry("A40", Effect.MERGE),
            Map.entry("A46", Effect.RENUMBER),
            Map.entry("A47", Effect.RENUMBER),
            Map.entry("A24", Effect.LINK),
            Map.entry("A37", Effect.UNLINK),
            Map.entry("A19", Effect.REFUSE),
            Map.entry("A20", Effect.KEEP),
            Map.entry("A56", Effect.REFUSE),
            Map.entry("A57", Effect.REFUSE));
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
