package org.meridiandx.identity.paging;

import java.util.UUID;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// The id of an entry of a list, as it stands in an address.
public final class EntryId {
    private EntryId() {}

    /// @throws ProblemException 400 where it is none
    public static UUID of(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException bad) {
            throw ProblemException.of(
                    ProblemCode.INVALID_VALUE, "The list gives the ids of its entries; this is none.", "id");
        }
    }
}
