package org.meridiandx.problem;

import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// The last mapper of every HTTP edge: what is thrown becomes an answer in the caller's form, and never a stack trace.
///
/// FHIR paths get an OperationOutcome, all others RFC 9457. A fault of ours is logged here, once, by its class and
/// place; its message stays out of log and answer because it may hold data of a record.
public class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);
    private static final String RETRY_AFTER_SECONDS = "5";

    /// The request property that holds the slug of the problem, for whoever writes refusals down.
    public static final String PROBLEM = "meridian.problem";

    @ServerExceptionMapper
    public Response refused(ProblemException exception, UriInfo uri, ContainerRequestContext request) {
        request.setProperty(PROBLEM, exception.problem().code().slug());
        return answer(exception.problems(), uri);
    }

    @ServerExceptionMapper
    public Response unknownRoute(NotFoundException exception, UriInfo uri) {
        return answer(
                List.of(Problem.of(
                        ProblemCode.UNKNOWN_ROUTE,
                        "Nothing is served at this address. GET /fhir/R4/metadata lists what is.")),
                uri);
    }

    @ServerExceptionMapper
    public Response refusedByFramework(WebApplicationException exception, UriInfo uri) {
        var status = exception.getResponse().getStatus();
        var code = ProblemCode.ofHttpStatus(status);
        if (status >= 500) {
            return fault(exception, uri);
        }
        return answer(List.of(Problem.of(code, detailOf(code))), uri);
    }

    @ServerExceptionMapper
    public Response timedOut(TimeoutException exception, UriInfo uri) {
        return answer(
                List.of(Problem.of(
                        ProblemCode.UNAVAILABLE, "A part of the region did not answer in time. Try again shortly.")),
                uri);
    }

    @ServerExceptionMapper(Throwable.class)
    public Response fault(Throwable exception, UriInfo uri) {
        var cause = rootOf(exception);
        if (cause instanceof ProblemException refused) {
            return answer(refused.problems(), uri);
        }
        var place = cause.getStackTrace().length == 0 ? "unknown" : cause.getStackTrace()[0].toString();
        if (Outages.isOutage(exception)) {
            LOG.warnf(
                    "a part that this request needs is away: %s at %s",
                    cause.getClass().getName(), place);
            return answer(
                    List.of(Problem.of(
                            ProblemCode.UNAVAILABLE,
                            "The service cannot reach a part it needs. Nothing was changed; try again shortly.")),
                    uri);
        }
        LOG.errorf("request failed: %s at %s", cause.getClass().getName(), place);
        LOG.debug("request failed", exception);
        return answer(
                List.of(Problem.of(
                        ProblemCode.INTERNAL,
                        "The service failed on this request. Quote the X-Correlation-ID to the region's support.")),
                uri);
    }

    private static Throwable rootOf(Throwable exception) {
        var cause = exception;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static String detailOf(ProblemCode code) {
        return switch (code) {
            case METHOD_NOT_ALLOWED -> "This address does not take that HTTP method.";
            case NOT_ACCEPTABLE -> "The answer cannot be given in the media type that Accept asks for.";
            case UNSUPPORTED_MEDIA_TYPE -> "The Content-Type of the body is not one that this address takes.";
            case TOO_LARGE -> "The body is larger than this address takes. Send it in smaller parts.";
            case UNAUTHENTICATED -> "A valid access token is needed: Authorization: Bearer <token>.";
            case ACCESS_DENIED -> "The caller may not do this.";
            default -> "The request cannot be read. Check its syntax.";
        };
    }

    /// The answer to a refused request, in the form that the path speaks.
    public static Response answer(List<Problem> problems, UriInfo uri) {
        return answer(problems, uri.getPath());
    }

    public static Response answer(List<Problem> problems, String path) {
        var first = problems.getFirst();
        var isFhir = path.startsWith("/fhir") || path.startsWith("fhir");
        var response = Response.status(first.code().httpStatus());
        if (isFhir) {
            response.header(HttpHeaders.CONTENT_TYPE, "application/fhir+json")
                    .entity(OperationOutcomes.toJson(problems));
        } else {
            response.header(HttpHeaders.CONTENT_TYPE, ProblemDetails.MEDIA_TYPE).entity(ProblemDetails.toJson(first));
        }
        if (first.code().isRetryable()) {
            response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        if (first.code().httpStatus() == 401) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
        }
        return response.build();
    }
}
