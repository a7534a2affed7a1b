package org.meridiandx.dev.gateway.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/// The region's routes as `charts/diagnostics-region/values.yaml` lists them, the table's only copy.
///
/// Of regular expressions it knows one: `[^/]+`, which stands for any one segment.
///
/// @param routes longest path first, `Exact` before `PathPrefix`, so that the first match is the right one
/// @param crossOrigin which pages' scripts may use them
public record RouteTable(List<Route> routes, CrossOrigin crossOrigin) {

    public RouteTable {
        routes = routes.stream()
                .sorted(Comparator.comparingInt((Route route) -> -route.path().length())
                        .thenComparing(route -> !route.exact()))
                .toList();
    }

    /// Routes that no script of another origin may use.
    public RouteTable(List<Route> routes) {
        this(routes, CrossOrigin.NONE);
    }

    /// Reads the chart's values file.
    public static RouteTable read(Path valuesFile) {
        try {
            return of(new YAMLMapper().readTree(valuesFile.toFile()).path("gateway"));
        } catch (IOException e) {
            throw new UncheckedIOException("The route table cannot be read from " + valuesFile, e);
        }
    }

    static RouteTable of(JsonNode gateway) {
        long maxBody = gateway.path("maxBodyBytes").asLong(1_048_576);
        int timeout = gateway.path("requestTimeoutSeconds").asInt(9);
        var routes = StreamSupport.stream(gateway.path("routes").spliterator(), false)
                .map(route -> new Route(
                        required(route, "name"),
                        required(route, "path"),
                        isExact(route),
                        required(route, "service"),
                        route.path("public").asBoolean(false),
                        route.path("maxBodyBytes").asLong(maxBody),
                        Duration.ofSeconds(route.path("timeoutSeconds").asInt(timeout))))
                .toList();
        if (routes.isEmpty()) {
            throw new IllegalArgumentException("gateway.routes is empty");
        }
        return new RouteTable(routes, CrossOrigin.of(gateway.path("crossOrigin")));
    }

    /// Finds the route of a decoded path, if there is one.
    public Optional<Route> find(String path) {
        return routes.stream().filter(route -> route.matches(path)).findFirst();
    }

    private static boolean isExact(JsonNode route) {
        return switch (required(route, "match")) {
            case "Exact", "RegularExpression" -> true;
            case "PathPrefix" -> false;
            case String other -> throw new IllegalArgumentException("gateway.routes: unknown match '" + other + "'");
        };
    }

    private static String required(JsonNode route, String field) {
        String value = route.path(field).asText();
        if (value.isEmpty()) {
            throw new IllegalArgumentException("gateway.routes: '" + field + "' is missing in " + route);
        }
        return value;
    }
}
