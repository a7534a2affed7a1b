package org.meridiandx.dev.gateway;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Which headers cross the gateway, and which it sets itself.
final class HeaderRules {

    /// Headers that speak about one connection only, or that only the gateway may say. **Source:** RFC 9110, 7.6.1.
    private static final Set<String> NOT_PASSED_ON = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "expect",
            "forwarded",
            "x-real-ip");

    /// What services tell each other, and what proxies tell them about a caller: no caller may say either.
    private static final List<String> RESERVED_PREFIXES = List.of("x-meridian-", "x-forwarded-");

    private HeaderRules() {}

    /// Makes a request's headers those that the service may see.
    static void clean(MultiMap headers, HttpServerRequest request, RequestIds ids) {
        stripConnection(headers);
        for (String name : List.copyOf(headers.names())) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (RESERVED_PREFIXES.stream().anyMatch(lower::startsWith)) {
                headers.remove(name);
            }
        }
        mirror(headers, ids);
        headers.set("X-Forwarded-For", request.remoteAddress().hostAddress());
        headers.set("X-Forwarded-Proto", request.isSSL() ? "https" : "http");
    }

    /// Makes an answer's headers those that the caller may see.
    static void cleanAnswer(MultiMap headers, RequestIds ids) {
        stripConnection(headers);
        mirror(headers, ids);
    }

    private static void stripConnection(MultiMap headers) {
        headers.getAll("connection").stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList()
                .forEach(headers::remove);
        NOT_PASSED_ON.forEach(headers::remove);
    }

    private static void mirror(MultiMap headers, RequestIds ids) {
        headers.set(RequestIds.REQUEST_HEADER, ids.request());
        headers.set(RequestIds.CORRELATION_HEADER, ids.correlation());
    }
}
