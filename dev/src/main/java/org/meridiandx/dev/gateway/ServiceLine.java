package org.meridiandx.dev.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.StreamResetException;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyOptions;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// The connections to one service: bounded in number, and so are those who wait for one.
///
/// That the service is lost, and that it is back, is one line each in the log, however many requests saw it.
final class ServiceLine {

    private static final Logger LOG = System.getLogger(ServiceLine.class.getName());
    private static final int CONNECT_TIMEOUT_MILLIS = 2_000;

    private final String service;
    private final int port;
    private final GatewayLimits limits;
    private final HttpClient pooled;
    private final HttpClient fresh;
    private int uploads;
    private int losses;
    private boolean lost;

    ServiceLine(Vertx vertx, String service, int port, GatewayLimits limits) {
        this.service = service;
        this.port = port;
        this.limits = limits;
        this.pooled = client(vertx, limits, true);
        this.fresh = client(vertx, limits, false);
    }

    /// A proxy for one exchange.
    HttpProxy proxy(Exchange exchange) {
        return HttpProxy.reverseProxy(new ProxyOptions().setSupportWebSocket(false), pooled)
                .origin(context -> exchange.connect())
                .addInterceptor(exchange);
    }

    /// A connection that may have served others before.
    Future<HttpClientRequest> connect() {
        return pooled.request(target());
    }

    /// A connection of its own, for a second try after a pooled one proved dead.
    Future<HttpClientRequest> connectAnew() {
        return fresh.request(target());
    }

    /// Asks for one of the places of large bodies; whoever got one gives it back.
    boolean takeUpload() {
        if (uploads >= limits.uploads()) {
            return false;
        }
        uploads++;
        return true;
    }

    void giveUploadBack() {
        uploads--;
    }

    /// How often the service was lost so far.
    int losses() {
        return losses;
    }

    /// @param before the losses when the answered request went out: an answer that was under way already proves nothing
    void noteAnswer(int before) {
        if (lost && before == losses) {
            lost = false;
            LOG.log(Level.INFO, "{0} answers again", service);
        }
    }

    void noteLoss(Throwable cause) {
        losses++;
        if (!lost) {
            lost = true;
            String why = cause instanceof StreamResetException ? "it stopped taking a body" : cause.getMessage();
            LOG.log(Level.WARNING, "{0} does not answer: {1}", service, why);
        }
    }

    private RequestOptions target() {
        return new RequestOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setConnectTimeout(limits.connectionWait().toMillis());
    }

    private static HttpClient client(Vertx vertx, GatewayLimits limits, boolean keepAlive) {
        return vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
                        .setDecompressionSupported(false)
                        .setKeepAlive(keepAlive),
                new PoolOptions().setHttp1MaxSize(limits.connections()).setMaxWaitQueueSize(limits.waiting()));
    }
}
