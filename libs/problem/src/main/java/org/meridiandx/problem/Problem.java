package org.meridiandx.problem;

import java.util.List;

/// A refusal as told to the caller.
///
/// @param code what kind of refusal
/// @param detail one or two sentences: what is wrong and what to do next; no patient data
/// @param expressions FHIRPath-like places or parameter names that are to blame; may be empty
public record Problem(ProblemCode code, String detail, List<String> expressions) {
    public Problem {
        expressions = List.copyOf(expressions);
    }

    public static Problem of(ProblemCode code, String detail, String... expressions) {
        return new Problem(code, detail, List.of(expressions));
    }

    /// The same refusal as an exception, for edges that cannot return it.
    public ProblemException toException() {
        return new ProblemException(this);
    }
}
