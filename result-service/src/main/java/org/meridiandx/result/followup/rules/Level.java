package org.meridiandx.result.followup.rules;

import java.util.Locale;

/// Who has to know that a report waits. Each level adds to those before it.
public enum Level {
    /// Whose it is: a person, or their team where nobody is named.
    OWNER,
    /// The team of the organisation that is responsible.
    TEAM,
    /// Who leads the service.
    LEAD,
    /// The patient, by a plain notice that a result waits.
    PATIENT;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
