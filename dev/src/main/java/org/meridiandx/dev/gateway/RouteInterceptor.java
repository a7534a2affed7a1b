package org.meridiandx.dev.gateway;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import org.meridiandx.problem.ProblemCode;

/// What happens to one route's requests on their way in and to their answers on the way out.
final class RouteInterceptor implements ProxyInterceptor {

    /// Headers that speak about one connection only, or that only the gateway may say. **Source:** RFC 9110, 7.6.1.
    private static final List<String> NOT_PASSED_ON = List.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "upgrade",
            "expect",
            "forwarded",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-port",
            "x-forwarded-proto");

    /// Headers with this prefix are for services among themselves.
    private static final String INTERNAL_PREFIX = "x-meridian-";

    private final Route route;

    RouteInterceptor(Route route) {
        this.route = route;
    }

    @Override
    public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
        var request = context.request();
        var ids = RequestIds.of(request.proxiedRequest());
        context.set("ids", ids);
        cleanHeaders(request, ids);
        var body = new LimitedBody(request.getBody().stream(), route.maxBodyBytes());
        request.setBody(limited(request.getBody(), body));
        return context.sendRequest().recover(cause -> Future.succeededFuture(refusal(request, body, cause)));
    }

    @Override
    public Future<Void> handleProxyResponse(ProxyContext context) {
        var ids = context.get("ids", RequestIds.class);
        var headers = context.response().headers();
        removeUnwanted(headers);
        headers.set(RequestIds.REQUEST_HEADER, ids.request());
        headers.set(RequestIds.CORRELATION_HEADER, ids.correlation());
        return context.sendResponse();
    }

    private static Body limited(Body original, LimitedBody stream) {
        return original.length() < 0 ? Body.body(stream) : Body.body(stream, original.length());
    }

    private static void cleanHeaders(ProxyRequest request, RequestIds ids) {
        var headers = request.headers();
        removeUnwanted(headers);
        for (String name : List.copyOf(headers.names())) {
            if (name.toLowerCase(Locale.ROOT).startsWith(INTERNAL_PREFIX)) {
                headers.remove(name);
            }
        }
        headers.set(RequestIds.REQUEST_HEADER, ids.request());
        headers.set(RequestIds.CORRELATION_HEADER, ids.correlation());
        headers.set("X-Forwarded-For", request.proxiedRequest().remoteAddress().hostAddress());
        headers.set("X-Forwarded-Proto", request.proxiedRequest().isSSL() ? "https" : "http");
    }

    private static void removeUnwanted(MultiMap headers) {
        headers.getAll("connection").stream()
                .flatMap(value -> List.of(value.split(",")).stream())
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList()
                .forEach(headers::remove);
        NOT_PASSED_ON.forEach(headers::remove);
    }

    private ProxyResponse refusal(ProxyRequest request, LimitedBody body, Throwable cause) {
        var incoming = request.proxiedRequest();
        var answer = answerFor(request, body, cause);
        var response = request.release().response();
        GatewayAnswer.endAfterUnreadBody(incoming);
        response.setStatusCode(answer.status());
        answer.putHeaders(response.headers());
        return response.setBody(Body.body(answer.body()));
    }

    private GatewayAnswer answerFor(ProxyRequest request, LimitedBody body, Throwable cause) {
        var incoming = request.proxiedRequest();
        if (body.isTooLarge()) {
            return GatewayAnswer.to(incoming, ProblemCode.TOO_LARGE, tooLarge(route));
        }
        if (cause instanceof TimeoutException) {
            return GatewayAnswer.to(
                    incoming,
                    ProblemCode.TIMEOUT,
                    route.service() + " did not answer within "
                            + route.timeout().toSeconds()
                            + " s. Ask again; a write may or may not have happened, so repeat it with the same"
                            + " X-Request-ID.");
        }
        return GatewayAnswer.to(
                incoming,
                ProblemCode.UNAVAILABLE,
                route.service() + " cannot be reached at the moment. Send the request again after the time in"
                        + " Retry-After.");
    }

    static String tooLarge(Route route) {
        return "The body is larger than the " + route.maxBodyBytes() + " bytes that " + route.path()
                + " takes. Send less at a time.";
    }
}
