package org.meridiandx.dev.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.StreamResetException;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.meridiandx.problem.Problem;
import org.meridiandx.problem.ProblemCode;

/// One request on its way to its service, and the answer on its way back.
///
/// A request that reads and has no body is sent a second time, on a connection of its own, when the first one ended
/// without an answer: the service had closed it meanwhile. Nothing else is ever sent twice.
final class Exchange implements ProxyInterceptor {

    private static final Set<HttpMethod> REPEATABLE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    /// No Content and Not Modified end with their head. **Source:** RFC 9112, 6.3.
    private static final Set<Integer> NO_BODY = Set.of(204, 304);

    private final Vertx vertx;
    private final Admission.Granted granted;
    private final ServiceLine line;
    private final Duration pace;
    private final Optional<RequestBody> body;
    private int attempts;
    private int lossesBefore;
    private boolean reached;
    private boolean answered;

    /// @param body the body, read ahead; empty when the request has none
    Exchange(Vertx vertx, Admission.Granted granted, ServiceLine line, Duration pace, Optional<RequestBody> body) {
        this.vertx = vertx;
        this.granted = granted;
        this.line = line;
        this.pace = pace;
        this.body = body;
    }

    /// Connects to the service for the next attempt.
    Future<HttpClientRequest> connect() {
        attempts++;
        return (attempts == 1 ? line.connect() : line.connectAnew()).map(this::reach);
    }

    /// The service's time runs from when it has the whole request.
    private HttpClientRequest reach(HttpClientRequest request) {
        reached = true;
        lossesBefore = line.losses();
        request.exceptionHandler(cause -> {}); // the answer's future tells it too
        body.map(RequestBody::over).orElse(Future.succeededFuture()).onSuccess(end -> {
            if (!answered) {
                request.idleTimeout(granted.route().timeout().toMillis());
            }
        });
        return request;
    }

    @Override
    public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
        var request = context.request();
        request.setURI(granted.target());
        HeaderRules.clean(request.headers(), request.proxiedRequest(), granted.ids());
        return send(context)
                .recover(cause -> mayRepeat(request, cause) ? send(context) : Future.failedFuture(cause))
                .map(this::watched)
                .recover(cause -> Future.succeededFuture(refusal(request, cause)));
    }

    private Future<ProxyResponse> send(ProxyContext context) {
        var request = context.request();
        long declared = Admission.declaredLength(request.proxiedRequest());
        reached = false;
        request.setBody(body.map(read -> read.toBody(declared)).orElse(null));
        return context.sendRequest();
    }

    private boolean mayRepeat(ProxyRequest request, Throwable cause) {
        return attempts == 1
                && reached
                && body.isEmpty()
                && REPEATABLE.contains(request.getMethod())
                && isLoss(cause)
                && !request.proxiedRequest().response().closed();
    }

    private static boolean isLoss(Throwable cause) {
        return cause instanceof HttpClosedException || cause instanceof IOException;
    }

    /// Neither a caller that does not read nor a service that stops in mid-answer holds the connection for ever.
    private ProxyResponse watched(ProxyResponse response) {
        answered = true;
        line.noteAnswer(lossesBefore);
        var answer = response.getBody();
        if (NO_BODY.contains(response.getStatusCode()) && answer.length() < 0) {
            answer.stream().resume();
            return response.setBody(null);
        }
        var longest =
                granted.route().timeout().compareTo(pace) > 0 ? granted.route().timeout() : pace;
        return response.setBody(Body.body(new PacedStream(vertx, answer.stream(), longest), answer.length()));
    }

    @Override
    public Future<Void> handleProxyResponse(ProxyContext context) {
        var incoming = context.request().proxiedRequest();
        HeaderRules.cleanAnswer(context.response().headers(), granted.ids());
        if (body.filter(unread -> !unread.isEnded()).isPresent()) {
            context.response().putHeader("Connection", "close");
        }
        return context.sendResponse().onComplete(sent -> leaveRest(incoming));
    }

    private void leaveRest(HttpServerRequest incoming) {
        body.filter(unread -> !unread.isEnded()).ifPresent(unread -> {
            unread.abandon();
            GatewayAnswer.endAfterUnreadBody(vertx, incoming);
        });
    }

    private ProxyResponse refusal(ProxyRequest request, Throwable cause) {
        var incoming = request.proxiedRequest();
        var ofCaller = causeAtCaller(cause);
        var fault = body.flatMap(RequestBody::fault)
                .or(() -> ofCaller.filter(BodyFault.class::isInstance).map(BodyFault.class::cast));
        boolean callerLeft = ofCaller.isPresent()
                || body.filter(read -> read.over().failed()).isPresent();
        if (!callerLeft && (isLoss(cause) || cause instanceof StreamResetException)) {
            line.noteLoss(cause);
        }
        var answer = GatewayAnswer.to(
                incoming, fault.map(known -> known.problem(granted.route())).orElseGet(() -> problem(cause)));
        var response = request.release().response();
        GatewayAnswer.endAfterUnreadBody(vertx, incoming);
        response.setStatusCode(answer.status());
        answer.putHeaders(response.headers());
        return response.setBody(Body.body(answer.body()));
    }

    /// What happened to the caller's connection, which makes the proxy give up the service's.
    private static Optional<Throwable> causeAtCaller(Throwable cause) {
        return cause instanceof StreamResetException reset ? Optional.ofNullable(reset.getCause()) : Optional.empty();
    }

    private Problem problem(Throwable cause) {
        var route = granted.route();
        if (!reached) {
            return Problem.of(
                    ProblemCode.UNAVAILABLE,
                    route.service()
                            + " cannot be reached or has too much to do at the moment; the request had no effect. Send it again after"
                            + " the time in Retry-After.");
        }
        if (cause instanceof TimeoutException) {
            return Problem.of(
                    ProblemCode.TIMEOUT,
                    route.service() + " did not answer within "
                            + route.timeout().toSeconds()
                            + " s. Ask again; a write may or may not have happened, so repeat it with the same"
                            + " X-Request-ID.");
        }
        return Problem.of(
                ProblemCode.UNAVAILABLE,
                route.service() + " ended the connection without an answer. Ask again after the time in Retry-After; a"
                        + " write may or may not have happened, so repeat it with the same X-Request-ID.");
    }
}
