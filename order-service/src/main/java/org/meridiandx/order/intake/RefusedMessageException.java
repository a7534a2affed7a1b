package org.meridiandx.order.intake;

import java.util.List;
import org.meridiandx.hl7v2.AckProblem;

/// Undoes what the earlier groups of a message did, because a later one is refused: a message is
/// taken whole or not.
final class RefusedMessageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial")
    private final List<AckProblem> problems;

    RefusedMessageException(AckProblem problem) {
        super("refused", null, false, false);
        this.problems = List.of(problem);
    }

    List<AckProblem> problems() {
        return problems;
    }
}
