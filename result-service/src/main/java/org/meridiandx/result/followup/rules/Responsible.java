package org.meridiandx.result.followup.rules;

/// Who answers for a report.
///
/// @param organisation ODS code; empty where nobody could be found: the region's open list
/// @param owner the person as a reference; empty where it is the organisation's team
/// @param offeredTo ODS code of who is asked to take it over; it stays where it is until they
///     accept
/// @param isAddressed whether somebody asked for it; else it lies with whoever made it until
///     somebody takes it on
public record Responsible(String organisation, String owner, String offeredTo, boolean isAddressed) {
    /// Whether an acknowledgement by somebody of this organisation closes this part of the loop.
    /// Others may say that they have seen it; it stays with those who answer for it.
    public boolean isTakenOnBy(String other) {
        return !other.isEmpty() && (organisation.equals(other) || !isAddressed || offeredTo.equals(other));
    }

    /// The person who takes it on, and with them their organisation.
    public Responsible takenOnBy(String person, String ofOrganisation) {
        return new Responsible(ofOrganisation, person, "", true);
    }

    public Responsible assignedTo(String person) {
        return new Responsible(organisation, person, offeredTo, isAddressed);
    }

    public Responsible offeredTo(String other) {
        return new Responsible(organisation, owner, other, isAddressed);
    }
}
