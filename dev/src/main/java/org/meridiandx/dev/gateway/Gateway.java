package org.meridiandx.dev.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.meridiandx.problem.ProblemCode;

/// The region's front door on one machine: finds the route of a request and streams it to the service and back.
///
/// A path that no route names gets 404, one that could be read in two ways 400; neither reaches a service.
public final class Gateway implements AutoCloseable {

    private static final int MAX_CONNECTIONS_PER_SERVICE = 256;
    private static final int CONNECT_TIMEOUT_MILLIS = 2_000;
    private static final Set<HttpMethod> REFUSED_METHODS = Set.of(HttpMethod.TRACE, HttpMethod.CONNECT);

    private final RouteTable routes;
    private final Vertx vertx;
    private final HttpServer server;
    private final HttpClient client;
    private final Map<String, HttpProxy> proxies = new HashMap<>();

    private Gateway(RouteTable routes, Map<String, Integer> servicePorts) {
        this.routes = routes;
        this.vertx = Vertx.vertx();
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
                        .setDecompressionSupported(false),
                new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS_PER_SERVICE));
        this.server = vertx.createHttpServer(new HttpServerOptions()
                .setHttp2ClearTextEnabled(false)
                .setHandle100ContinueAutomatically(true)
                .setMaxInitialLineLength(16 * 1024)
                .setMaxHeaderSize(32 * 1024));
        routes.routes().forEach(route -> proxies.put(route.name(), proxyFor(route, servicePorts)));
    }

    /// Starts a gateway.
    ///
    /// @param routes what goes where
    /// @param servicePorts the port of each service on this machine, by the name that the route table uses
    /// @param port where to listen; 0 for any free port
    public static Gateway start(RouteTable routes, Map<String, Integer> servicePorts, int port) {
        var gateway = new Gateway(routes, servicePorts);
        gateway.server.requestHandler(gateway::route);
        try {
            gateway.server
                    .listen(port, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (RuntimeException e) {
            gateway.close();
            throw e;
        }
        return gateway;
    }

    /// The port that it listens on.
    public int port() {
        return server.actualPort();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void route(HttpServerRequest request) {
        request.pause();
        var ids = RequestIds.of(request);
        if (!ids.valid()) {
            refuse(
                    request,
                    ids,
                    ProblemCode.INVALID_VALUE,
                    "X-Request-ID must be a UUID and X-Correlation-ID up to 100 printable characters. Leave them out and"
                            + " the gateway makes them.");
            return;
        }
        if (REFUSED_METHODS.contains(request.method())) {
            refuse(request, ids, ProblemCode.METHOD_NOT_ALLOWED, "The method is not offered here.");
            return;
        }
        var path = RequestPath.decode(request.uri());
        if (path.isEmpty()) {
            refuse(
                    request,
                    ids,
                    ProblemCode.BAD_REQUEST,
                    "The path can be read in more than one way. Send it without empty or dot segments and without"
                            + " encoded slashes.");
            return;
        }
        routes.find(path.get())
                .ifPresentOrElse(
                        route -> forward(route, request, ids),
                        () -> refuse(
                                request,
                                ids,
                                ProblemCode.UNKNOWN_ROUTE,
                                "Nothing answers at this path. GET /fhir/R4/metadata lists what this region offers."));
    }

    private void forward(Route route, HttpServerRequest request, RequestIds ids) {
        if (declaredLength(request) > route.maxBodyBytes()) {
            refuse(request, ids, ProblemCode.TOO_LARGE, RouteInterceptor.tooLarge(route));
            return;
        }
        var proxy = proxies.get(route.name());
        if (proxy == null) {
            throw new IllegalStateException("No proxy for the route " + route.name());
        }
        proxy.handle(request);
    }

    private static void refuse(HttpServerRequest request, RequestIds ids, ProblemCode code, String detail) {
        GatewayAnswer.to(request, code, detail).send(request, ids);
    }

    private static long declaredLength(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        try {
            return length == null ? 0 : Long.parseLong(length.strip());
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    private HttpProxy proxyFor(Route route, Map<String, Integer> servicePorts) {
        Integer port = servicePorts.get(route.service());
        if (port == null) {
            throw new IllegalArgumentException(
                    "The route " + route.name() + " names the unknown service " + route.service());
        }
        var target = new RequestOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setIdleTimeout(route.timeout().toMillis());
        return HttpProxy.reverseProxy(new ProxyOptions().setSupportWebSocket(false), client)
                .origin(context -> connect(context.client(), target))
                .addInterceptor(new RouteInterceptor(route));
    }

    private static Future<io.vertx.core.http.HttpClientRequest> connect(HttpClient client, RequestOptions target) {
        return client.request(new RequestOptions(target));
    }
}
