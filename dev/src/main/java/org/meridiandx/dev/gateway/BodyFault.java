package org.meridiandx.dev.gateway;

import org.meridiandx.dev.gateway.routes.Route;
import org.meridiandx.problem.Problem;
import org.meridiandx.problem.ProblemCode;

/// Why a body did not get through. It carries no stack trace: it is an answer, not a defect.
final class BodyFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    enum Kind {
        /// The body is larger than its route allows.
        TOO_LARGE,
        /// The body is in chunks, and one of them does not say where it ends.
        UNREADABLE,
        /// Who sends the body has stopped, or is too slow.
        SENDER_STALLED,
        /// Who is to take the body has stopped, or is too slow.
        RECEIVER_STALLED,
        /// Too many bodies wait in memory already.
        NO_ROOM,
        /// Too many large bodies are under way to the service already.
        TOO_MANY_UPLOADS,
        /// The answer is there, so that nobody wants the rest.
        UNWANTED
    }

    private final Kind kind;

    BodyFault(Kind kind) {
        super("The body did not get through: " + kind, null, false, false);
        this.kind = kind;
    }

    /// What the caller is told.
    Problem problem(Route route) {
        return switch (kind) {
            case TOO_LARGE -> tooLarge(route);
            case UNREADABLE ->
                Problem.of(
                        ProblemCode.BAD_REQUEST,
                        "The body has a chunk that does not say in hexadecimal how long it is, or is not as long as it"
                                + " says. Send the body so, or with Content-Length.");
            case SENDER_STALLED ->
                Problem.of(
                        ProblemCode.REQUEST_TIMEOUT,
                        "The body did not arrive in time. Send it again without pauses; it had no effect unless an"
                                + " answer said so.");
            case RECEIVER_STALLED ->
                Problem.of(
                        ProblemCode.TIMEOUT,
                        route.service() + " stopped taking the body. Send it again with the same X-Request-ID.");
            case NO_ROOM, TOO_MANY_UPLOADS, UNWANTED ->
                Problem.of(
                        ProblemCode.UNAVAILABLE,
                        "Too many bodies are under way at the moment. Send the request again after the time in"
                                + " Retry-After.");
        };
    }

    static Problem tooLarge(Route route) {
        return Problem.of(
                ProblemCode.TOO_LARGE,
                "The body is larger than the " + route.maxBodyBytes() + " bytes that " + route.path()
                        + " takes. Send less at a time.");
    }
}
