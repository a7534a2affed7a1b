package org.meridiandx.problem;

import java.util.List;

/// Carries one or more [Problem]s from validation at an edge to that edge's last mapper.
///
/// It has no stack trace: it tells of the caller's input, not of our code.
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial")
    private final List<Problem> problems;

    public ProblemException(Problem problem) {
        this(List.of(problem));
    }

    /// @param problems at least one; the first decides the status
    public ProblemException(List<Problem> problems) {
        super(problems.getFirst().code().slug(), null, false, false);
        this.problems = List.copyOf(problems);
    }

    public static ProblemException of(ProblemCode code, String detail, String... expressions) {
        return new ProblemException(Problem.of(code, detail, expressions));
    }

    public Problem problem() {
        return problems.getFirst();
    }

    public List<Problem> problems() {
        return problems;
    }
}
