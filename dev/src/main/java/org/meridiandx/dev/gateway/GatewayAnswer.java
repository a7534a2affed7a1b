package org.meridiandx.dev.gateway;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import org.meridiandx.problem.OperationOutcomes;
import org.meridiandx.problem.Problem;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemDetails;

/// An error that the gateway itself tells: an OperationOutcome below `/fhir`, problem details elsewhere.
///
/// @param problem what is wrong and what to do
/// @param fhir whether the caller speaks FHIR
record GatewayAnswer(Problem problem, boolean fhir) {

    /// How long a caller is asked to wait before the next try, in seconds.
    private static final String RETRY_AFTER = "2";

    /// How long a caller that still sends may go on before the connection is cut, in milliseconds.
    private static final long DRAIN_MILLIS = 1_000;

    /// What stands in the place of a target that could not be read.
    private static final String UNREADABLE = "/bad-request";

    static GatewayAnswer to(HttpServerRequest request, Problem problem) {
        String target = request.uri();
        return new GatewayAnswer(problem, target.startsWith("/fhir") || target.equals(UNREADABLE));
    }

    int status() {
        return problem.code().httpStatus();
    }

    Buffer body() {
        return Buffer.buffer(fhir ? OperationOutcomes.toJson(List.of(problem)) : ProblemDetails.toJson(problem));
    }

    void putHeaders(MultiMap headers) {
        headers.set("Content-Type", fhir ? "application/fhir+json" : ProblemDetails.MEDIA_TYPE);
        headers.set("Cache-Control", "no-store");
        if (problem.code() == ProblemCode.UNAVAILABLE || problem.code() == ProblemCode.TIMEOUT) {
            headers.set("Retry-After", RETRY_AFTER);
        }
        if (problem.code() == ProblemCode.UNAUTHENTICATED) {
            headers.set("WWW-Authenticate", "Bearer");
        }
    }

    /// Answers a request that was not sent on. A body that is still coming is read away for a short while, so that the
    /// caller gets to read the answer, then the connection ends.
    void send(Vertx vertx, HttpServerRequest request, RequestIds ids) {
        if (!prepare(request, ids)) {
            return;
        }
        endAfterUnreadBody(vertx, request);
        request.response().end(body());
    }

    /// Answers the last request of a connection: what follows is read away for a short while, then the connection ends.
    ///
    /// The answer itself stays open until then, so that nothing behind it is taken for a request.
    void sendAsLast(Vertx vertx, HttpServerRequest request, RequestIds ids) {
        if (!prepare(request, ids)) {
            return;
        }
        var response = request.response();
        var body = body();
        response.putHeader("Content-Length", String.valueOf(body.length()));
        response.putHeader("Connection", "close");
        response.write(request.method() == HttpMethod.HEAD ? Buffer.buffer() : body);
        request.handler(null);
        request.resume();
        vertx.setTimer(DRAIN_MILLIS, timer -> request.connection().close());
    }

    /// Makes sure that a connection whose request body nobody wants any more ends soon.
    static void endAfterUnreadBody(Vertx vertx, HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        request.handler(null);
        request.resume();
        if (request.isEnded()) {
            return;
        }
        if (!request.response().headWritten()) {
            request.response().putHeader("Connection", "close");
        }
        vertx.setTimer(DRAIN_MILLIS, timer -> request.connection().close());
    }

    private boolean prepare(HttpServerRequest request, RequestIds ids) {
        var response = request.response();
        if (response.headWritten() || response.closed()) {
            request.connection().close();
            return false;
        }
        response.setStatusCode(status());
        putHeaders(response.headers());
        response.putHeader(RequestIds.REQUEST_HEADER, ids.request());
        response.putHeader(RequestIds.CORRELATION_HEADER, ids.correlation());
        return true;
    }
}
