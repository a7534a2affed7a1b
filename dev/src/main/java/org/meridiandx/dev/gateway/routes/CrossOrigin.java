package org.meridiandx.dev.gateway.routes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/// Which pages' scripts may call the region from a browser, and what they may send and read.
///
/// **Source:** Fetch Standard, 3.2 (CORS protocol). Credentials are never allowed.
///
/// @param origins `*` for any; none where it is empty
/// @param allowedHeaders names that a script may send
/// @param exposedHeaders names that a script may read
/// @param maxAgeSeconds how long a browser may remember it
public record CrossOrigin(
        Set<String> origins, List<String> allowedHeaders, List<String> exposedHeaders, int maxAgeSeconds) {
    /// No script of another origin is let in.
    public static final CrossOrigin NONE = new CrossOrigin(Set.of(), List.of(), List.of(), 0);

    private static final String ANY = "*";

    public CrossOrigin {
        origins = Set.copyOf(origins);
        allowedHeaders = List.copyOf(allowedHeaders);
        exposedHeaders = List.copyOf(exposedHeaders);
    }

    static CrossOrigin of(JsonNode node) {
        return new CrossOrigin(
                Set.copyOf(texts(node.path("allowedOrigins"))),
                texts(node.path("allowedHeaders")),
                texts(node.path("exposedHeaders")),
                node.path("maxAgeSeconds").asInt(0));
    }

    /// What `Access-Control-Allow-Origin` says to an origin; empty where it is not let in.
    public Optional<String> allowed(String origin) {
        if (origins.contains(ANY)) {
            return Optional.of(ANY);
        }
        return Optional.of(origin).filter(origins::contains);
    }

    /// Whether an answer depends on who asks, so that a cache must keep them apart.
    public boolean differs() {
        return !origins.isEmpty() && !origins.contains(ANY);
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
