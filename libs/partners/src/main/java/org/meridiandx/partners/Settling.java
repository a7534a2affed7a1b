package org.meridiandx.partners;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meridiandx.access.Caller;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// What holds of everybody who looks at what waits for partners, and settles it.
public final class Settling {
    private static final Set<String> SEE_ALL = Set.of("loader", "operator");
    private static final int LONGEST_REASON = 500;

    private Settling() {}

    /// @return ODS code of the caller's organisation, whose messages they see; empty for who sees all
    public static String organisationOf(Caller caller) {
        if (SEE_ALL.contains(caller.role())) {
            return "";
        }
        if (caller.organisation().isEmpty()) {
            throw ProblemException.of(ProblemCode.ACCESS_DENIED, "The token names no organisation.");
        }
        return caller.organisation();
    }

    /// @param said what was done instead of sending
    public static String reasonOf(@Nullable String said) {
        var reason = said == null ? "" : said.strip();
        if (reason.isEmpty() || reason.length() > LONGEST_REASON || reason.indexOf('\0') >= 0) {
            throw ProblemException.of(
                    ProblemCode.BUSINESS_RULE, "Say in 1 to 500 characters what was done instead.", "reason");
        }
        return reason;
    }

    /// Who says so, as it is kept beside what they settled.
    public static String by(Caller caller) {
        return caller.actor() + (caller.organisation().isEmpty() ? "" : " of " + caller.organisation());
    }
}
