package org.meridiandx.dev.gateway;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import org.meridiandx.dev.gateway.routes.CrossOrigin;

/// Tells browsers which scripts may call, on every answer, the gateway's own refusals included.
final class CrossOriginHeaders {
    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
    private final CrossOrigin rule;
    private final String allowedHeaders;
    private final String exposedHeaders;

    CrossOriginHeaders(CrossOrigin rule) {
        this.rule = rule;
        this.allowedHeaders = String.join(", ", rule.allowedHeaders());
        this.exposedHeaders = String.join(", ", rule.exposedHeaders());
    }

    /// Adds the headers when the answer's head is written, whoever writes it.
    void markAnswer(HttpServerRequest request) {
        String origin = request.getHeader("Origin");
        if (origin == null && !rule.differs()) {
            return;
        }
        request.response().headersEndHandler(head -> mark(request.response().headers(), origin == null ? "" : origin));
    }

    private void mark(MultiMap headers, String origin) {
        if (rule.differs()) {
            headers.add("Vary", "Origin");
        }
        rule.allowed(origin).ifPresent(allowed -> {
            headers.set("Access-Control-Allow-Origin", allowed);
            headers.set("Access-Control-Expose-Headers", exposedHeaders);
        });
    }

    /// Whether a browser asks if a script may send a request, and it may.
    boolean isWelcomePreflight(HttpServerRequest request) {
        String origin = request.getHeader("Origin");
        return request.method() == HttpMethod.OPTIONS
                && origin != null
                && request.headers().contains("Access-Control-Request-Method")
                && rule.allowed(origin).isPresent();
    }

    /// Answers such a question; the service never sees it.
    void answerPreflight(HttpServerRequest request, RequestIds ids) {
        request.response()
                .setStatusCode(204)
                .putHeader("Access-Control-Allow-Methods", METHODS)
                .putHeader("Access-Control-Allow-Headers", allowedHeaders)
                .putHeader("Access-Control-Max-Age", String.valueOf(rule.maxAgeSeconds()))
                .putHeader(RequestIds.REQUEST_HEADER, ids.request())
                .putHeader(RequestIds.CORRELATION_HEADER, ids.correlation())
                .end();
    }
}
