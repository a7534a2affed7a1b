package org.meridiandx.dev.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.meridiandx.dev.gateway.routes.Route;
import org.meridiandx.dev.gateway.routes.RouteTable;
import org.meridiandx.problem.Problem;

/// The region's front door on one machine: finds the route of a request and streams it to the service and back.
///
/// A path that no route names gets 404, one that could be read in two ways 400; neither reaches a service. All of it
/// runs on one event loop.
public final class Gateway implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Gateway.class.getName());

    /// How much longer than the slowest route a connection may be idle.
    private static final Duration IDLE_MARGIN = Duration.ofSeconds(30);

    private final RouteTable routes;
    private final GatewayLimits limits;
    private final HeldBytes held;
    private final CrossOriginHeaders crossOrigin;
    private final Vertx vertx;
    private final HttpServer server;
    private final Map<String, ServiceLine> lines = new HashMap<>();

    private Gateway(RouteTable routes, Map<String, Integer> servicePorts, GatewayLimits limits) {
        this.routes = routes;
        this.limits = limits;
        this.held = new HeldBytes(limits.heldBytes());
        this.crossOrigin = new CrossOriginHeaders(routes.crossOrigin());
        this.vertx = Vertx.vertx().exceptionHandler(Gateway::noteDefect);
        routes.routes().forEach(route -> openLine(route, servicePorts));
        var options = serverOptions();
        this.server = vertx.createHttpServer(options)
                .connectionHandler(connection -> StrictRequestDecoder.install(connection, options))
                .invalidRequestHandler(this::refuseUnreadable)
                .requestHandler(this::route)
                .exceptionHandler(cause -> {}); // connections that broke before their first request
    }

    /// Starts a gateway.
    ///
    /// @param routes what goes where
    /// @param servicePorts the port of each service on this machine, by the name that the route table uses
    /// @param port where to listen; 0 for any free port
    public static Gateway start(RouteTable routes, Map<String, Integer> servicePorts, int port) {
        return start(routes, servicePorts, port, GatewayLimits.USUAL);
    }

    static Gateway start(RouteTable routes, Map<String, Integer> servicePorts, int port, GatewayLimits limits) {
        var gateway = new Gateway(routes, servicePorts, limits);
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

    private HttpServerOptions serverOptions() {
        var slowest = routes.routes().stream()
                .map(Route::timeout)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        return new HttpServerOptions()
                .setHttp2ClearTextEnabled(false)
                .setIdleTimeout(Math.toIntExact(slowest.plus(IDLE_MARGIN).toSeconds()))
                .setMaxInitialLineLength(UnreadableRequest.MAX_LINE)
                .setMaxHeaderSize(UnreadableRequest.MAX_HEADERS);
    }

    private void openLine(Route route, Map<String, Integer> servicePorts) {
        Integer port = servicePorts.get(route.service());
        if (port == null) {
            throw new IllegalArgumentException(
                    "The route " + route.name() + " names the unknown service " + route.service());
        }
        lines.computeIfAbsent(route.service(), service -> new ServiceLine(vertx, service, port, limits));
    }

    private void route(HttpServerRequest request) {
        request.pause();
        crossOrigin.markAnswer(request);
        switch (Admission.of(request, routes)) {
            case Admission.Refused(var problem, var last, var ids)
            when last -> GatewayAnswer.to(request, problem).sendAsLast(vertx, request, ids);
            case Admission.Refused(var problem, var last, var ids) ->
                GatewayAnswer.to(request, problem).send(vertx, request, ids);
            case Admission.Granted granted
            when !hasBody(request) && crossOrigin.isWelcomePreflight(request) ->
                crossOrigin.answerPreflight(request, granted.ids());
            case Admission.Granted granted when hasBody(request) -> readAhead(granted, request);
            case Admission.Granted granted -> forward(granted, request, Optional.empty());
        }
    }

    private static boolean hasBody(HttpServerRequest request) {
        return request.headers().contains("Transfer-Encoding") || Admission.declaredLength(request) > 0;
    }

    /// Nothing of the service is taken before the body, or as much of it as is held in memory, is here.
    private void readAhead(Admission.Granted granted, HttpServerRequest request) {
        var share = held.share();
        request.response().endHandler(end -> share.close());
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        var body = new RequestBody(
                new PacedStream(vertx, request, limits.pace()), granted.route().maxBodyBytes(), share);
        body.readAhead(limits.readAheadBytes())
                .onSuccess(read -> upload(granted, request, read))
                .onFailure(cause -> {
                    if (cause instanceof BodyFault fault) {
                        refuse(granted, request, fault.problem(granted.route()));
                    }
                });
    }

    /// A body too large to be held takes one of the places for such bodies, so that slow ones leave room for others.
    private void upload(Admission.Granted granted, HttpServerRequest request, RequestBody body) {
        var line = line(granted.route());
        if (!body.isWhole()) {
            if (!line.takeUpload()) {
                var fault = new BodyFault(BodyFault.Kind.TOO_MANY_UPLOADS);
                refuse(granted, request, fault.problem(granted.route()));
                return;
            }
            body.over().onComplete(over -> line.giveUploadBack());
        }
        forward(granted, request, Optional.of(body));
    }

    private void forward(Admission.Granted granted, HttpServerRequest request, Optional<RequestBody> body) {
        var line = line(granted.route());
        var exchange = new Exchange(vertx, granted, line, limits.pace(), body);
        line.proxy(exchange).handle(request);
    }

    private ServiceLine line(Route route) {
        var line = lines.get(route.service());
        if (line == null) {
            throw new IllegalStateException("No line to " + route.service());
        }
        return line;
    }

    private void refuse(Admission.Granted granted, HttpServerRequest request, Problem problem) {
        GatewayAnswer.to(request, problem).send(vertx, request, granted.ids());
    }

    private void refuseUnreadable(HttpServerRequest request) {
        GatewayAnswer.to(request, UnreadableRequest.problem(request))
                .sendAsLast(vertx, request, RequestIds.of(request));
    }

    /// A service that dies in mid-answer must not fill the log; one line says where to look.
    private static void noteDefect(Throwable cause) {
        var frames = cause.getStackTrace();
        LOG.log(Level.ERROR, "A request was dropped: {0} {1}", cause, frames.length == 0 ? "" : "at " + frames[0]);
    }
}
