package org.meridiandx.identity.patients;

import java.util.Set;
import org.meridiandx.access.Caller;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Who may administer patients: merge and part records, settle possible duplicates, lift restrictions,
/// enter proxies.
public final class PatientRoles {
    private static final Set<String> ADMINISTRATORS = Set.of("operator", "patient-administration", "loader");

    private PatientRoles() {}

    static boolean mayAdminister(Caller caller) {
        return ADMINISTRATORS.contains(caller.role());
    }

    /// @throws ProblemException 403
    public static void requireAdministrator(Caller caller) {
        if (!mayAdminister(caller)) {
            throw ProblemException.of(
                    ProblemCode.ACCESS_DENIED,
                    "This is for the roles operator and patient-administration. Ask them, or send the ADT message.");
        }
    }
}
