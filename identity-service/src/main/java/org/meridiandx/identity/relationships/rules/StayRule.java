package org.meridiandx.identity.relationships.rules;

/// What an ADT event says about where the patient is.
///
/// **Source:** HL7 v2.5.1 chapter 3. **Hazard:** a hospital that has the patient before it sees
/// nothing, or one that has not sees all.
public final class StayRule {
    /// What becomes of the stay.
    public enum Change {
        BEGINS,
        VISIT,
        ENDS,
        NEVER_WAS,
        NONE
    }

    private StayRule() {}

    /// @param trigger MSH-9.2
    public static Change of(String trigger) {
        return switch (trigger) {
            case "A01", "A02", "A06", "A13" -> Change.BEGINS;
            case "A04", "A07", "A10" -> Change.VISIT;
            case "A03" -> Change.ENDS;
            case "A11" -> Change.NEVER_WAS;
            default -> Change.NONE;
        };
    }
}
