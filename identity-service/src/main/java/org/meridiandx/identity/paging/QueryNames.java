package org.meridiandx.identity.paging;

import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Set;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Holds an address to the parameters that it takes: one that is misspelt would be left out unseen,
/// and more be shown than was asked for.
public final class QueryNames {
    private QueryNames() {}

    /// @throws ProblemException 400 naming the first parameter that is not taken, or is there twice
    public static void require(UriInfo address, Set<String> known) {
        address.getQueryParameters().forEach((name, values) -> {
            if (!known.contains(name)) {
                throw odd(name, "is not taken here; " + told(known) + ".");
            }
            if (values.size() > 1) {
                throw odd(name, "is given twice.");
            }
        });
    }

    private static String told(Set<String> known) {
        return known.isEmpty() ? "there are none" : "these are: " + String.join(", ", sorted(known));
    }

    private static List<String> sorted(Set<String> known) {
        return known.stream().sorted().toList();
    }

    private static ProblemException odd(String name, String fault) {
        return ProblemException.of(ProblemCode.INVALID_PARAMETER, "A query parameter " + fault, name);
    }
}
