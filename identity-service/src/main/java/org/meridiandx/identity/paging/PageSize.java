package org.meridiandx.identity.paging;

import java.util.regex.Pattern;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// How many entries a page has.
public final class PageSize {
    private static final Pattern SIZES = Pattern.compile("[1-9][0-9]?|1[0-9][0-9]|200");

    private PageSize() {}

    /// @param count `_count`
    /// @return 1 to 200
    /// @throws ProblemException 400 where it is something else
    public static int of(String count) {
        if (!SIZES.matcher(count).matches()) {
            throw ProblemException.of(ProblemCode.INVALID_PARAMETER, "_count is 1 to 200.", "_count");
        }
        return Integer.parseInt(count);
    }
}
