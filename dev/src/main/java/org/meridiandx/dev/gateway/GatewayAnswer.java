package org.meridiandx.dev.gateway;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
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
    private static final long DRAIN_MILLIS = 2_000;

    static GatewayAnswer to(HttpServerRequest request, ProblemCode code, String detail) {
        return new GatewayAnswer(Problem.of(code, detail), request.uri().startsWith("/fhir"));
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
        if (problem.code() == ProblemCode.UNAVAILABLE) {
            headers.set("Retry-After", RETRY_AFTER);
        }
    }

    /// Answers a request that was not sent on. A body that is still coming is read away for a short while, so that the
    /// caller gets to read the answer, then the connection ends.
    void send(HttpServerRequest request, RequestIds ids) {
        var response = request.response();
        if (response.headWritten() || response.closed()) {
            request.connection().close();
            return;
        }
        response.setStatusCode(status());
        putHeaders(response.headers());
        response.putHeader(RequestIds.REQUEST_HEADER, ids.request());
        response.putHeader(RequestIds.CORRELATION_HEADER, ids.correlation());
        endAfterUnreadBody(request);
        response.end(body());
    }

    /// Makes sure that a connection whose request body nobody wants any more ends soon.
    static void endAfterUnreadBody(HttpServerRequest request) {
        request.handler(null);
        request.resume();
        if (request.isEnded() || request.version() == HttpVersion.HTTP_2) {
            return;
        }
        request.response().putHeader("Connection", "close");
        var context = io.vertx.core.Vertx.currentContext();
        if (context != null) {
            context.owner().setTimer(DRAIN_MILLIS, timer -> request.connection().close());
        }
    }
}
