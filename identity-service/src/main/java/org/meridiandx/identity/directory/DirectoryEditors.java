package org.meridiandx.identity.directory;

import java.util.Set;
import org.meridiandx.access.Caller;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Who may change the directory: those who run the region.
public final class DirectoryEditors {
    private static final Set<String> ROLES = Set.of("operator", "loader");

    private DirectoryEditors() {}

    /// @throws ProblemException 403 for every other role
    public static void require(Caller caller) {
        if (!ROLES.contains(caller.role())) {
            throw ProblemException.of(
                    ProblemCode.ACCESS_DENIED,
                    "The directory is changed by the region's operators. Tell them what is wrong or missing.");
        }
    }
}
