package org.meridiandx.dev.gateway;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Set;
import org.meridiandx.dev.gateway.routes.RequestPath;
import org.meridiandx.dev.gateway.routes.RequestTarget;
import org.meridiandx.dev.gateway.routes.Route;
import org.meridiandx.dev.gateway.routes.RouteTable;
import org.meridiandx.problem.Problem;
import org.meridiandx.problem.ProblemCode;

/// What a request's head says about whether it may go on, before anything of its body is read.
sealed interface Admission {

    RequestIds ids();

    /// The request has a route.
    ///
    /// @param target the request target as the service gets it
    record Granted(Route route, String target, RequestIds ids) implements Admission {}

    /// The request goes no further.
    ///
    /// @param last whether nothing that follows on the connection can be trusted to be a request of its own
    record Refused(Problem problem, boolean last, RequestIds ids) implements Admission {}

    Set<HttpMethod> REFUSED_METHODS = Set.of(HttpMethod.TRACE, HttpMethod.CONNECT);

    static Admission of(HttpServerRequest request, RouteTable routes) {
        var ids = RequestIds.of(request);
        if (!hasClearFraming(request)) {
            return new Refused(
                    Problem.of(
                            ProblemCode.BAD_REQUEST,
                            "The only Transfer-Encoding taken is chunked, once and in HTTP/1.1. Send the body so, or with"
                                    + " Content-Length."),
                    true,
                    ids);
        }
        if (!hasOneHost(request)) {
            return new Refused(
                    Problem.of(ProblemCode.BAD_REQUEST, "A request carries exactly one Host header. Send one."),
                    true,
                    ids);
        }
        if (!ids.valid()) {
            return refused(
                    ids,
                    ProblemCode.INVALID_VALUE,
                    "X-Request-ID must be a UUID and X-Correlation-ID up to 100 printable characters. Leave them out and"
                            + " the gateway makes them.");
        }
        if (REFUSED_METHODS.contains(request.method())) {
            return refused(ids, ProblemCode.METHOD_NOT_ALLOWED, "The method is not offered here. Use those of FHIR.");
        }
        return routed(request, routes, ids);
    }

    private static boolean hasOneHost(HttpServerRequest request) {
        int hosts = request.headers().getAll("Host").size();
        return hosts == 1 || (hosts == 0 && request.version() == HttpVersion.HTTP_1_0);
    }

    private static boolean hasClearFraming(HttpServerRequest request) {
        var codings = request.headers().getAll("Transfer-Encoding");
        return codings.isEmpty()
                || (codings.size() == 1
                        && codings.getFirst().equalsIgnoreCase("chunked")
                        && request.version() == HttpVersion.HTTP_1_1);
    }

    private static Admission routed(HttpServerRequest request, RouteTable routes, RequestIds ids) {
        var path = RequestPath.decode(request.uri());
        if (path.isEmpty()) {
            return refused(
                    ids,
                    ProblemCode.BAD_REQUEST,
                    "The path can be read in more than one way. Send it without empty or dot segments and without"
                            + " encoded slashes, everything beyond ASCII percent-encoded.");
        }
        var target = RequestTarget.encode(request.uri());
        if (target.isEmpty()) {
            return refused(
                    ids,
                    ProblemCode.INVALID_PARAMETER,
                    "The query cannot be read. Percent-encode its values as UTF-8: | as %7C, a space as %20, # as %23,"
                            + " % as %25.");
        }
        return routes.find(path.get())
                .map(route -> onRoute(request, new Granted(route, target.get(), ids)))
                .orElseGet(() -> refused(
                        ids,
                        ProblemCode.UNKNOWN_ROUTE,
                        "Nothing answers at this path. GET /fhir/R4/metadata lists what this region offers."));
    }

    /// A caller that shows no token at all is told so here, where it costs the service nothing.
    private static Admission onRoute(HttpServerRequest request, Granted granted) {
        var route = granted.route();
        if (!route.open()
                && request.method() != HttpMethod.OPTIONS
                && !request.headers().contains("Authorization")) {
            return refused(
                    granted.ids(),
                    ProblemCode.UNAUTHENTICATED,
                    "The request carries no token. Get one at /oauth2/token and send it as"
                            + " 'Authorization: Bearer ...'.");
        }
        if (declaredLength(request) > route.maxBodyBytes()) {
            return new Refused(BodyFault.tooLarge(route), false, granted.ids());
        }
        return granted;
    }

    private static Refused refused(RequestIds ids, ProblemCode code, String detail) {
        return new Refused(Problem.of(code, detail), false, ids);
    }

    /// The length that a request declares, negative when it declares none.
    static long declaredLength(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        try {
            return length == null ? -1 : Long.parseLong(length.strip());
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }
}
