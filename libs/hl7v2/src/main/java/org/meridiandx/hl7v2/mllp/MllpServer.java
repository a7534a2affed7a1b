package org.meridiandx.hl7v2.mllp;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/// Listens for HL7 v2 over MLLP. Each frame gets exactly one answer (unless MSH-15 and MSH-16 forbid one), in
/// order; connections are spread over the event loops. Logs type, control id, sender and size of a
/// message, never its content.
///
/// ```java
/// var server = new MllpServer(vertx, MllpSettings.onPort(2575), orders::take, registry, clock);
/// server.start();
/// ...
/// server.stop(Duration.ofSeconds(10));
/// ```
public final class MllpServer implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(MllpServer.class);

    private static final Duration START_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final MllpSettings settings;
    private final MessageHandler handler;
    private final MllpMetrics metrics;
    private final Clock clock;
    private final Set<MllpConnection> connections = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private final AtomicLong answers = new AtomicLong();
    private final String answerPrefix;
    private final int sharedPort;
    private volatile boolean draining;
    private volatile int actualPort;
    private volatile String deployment = "";

    /// A listener that is not started yet.
    ///
    /// @param vertx Quarkus' own, or any
    /// @param settings where and how to listen
    /// @param handler what to do with a message
    /// @param registry where to count
    /// @param clock for MSH-7 and the time of receipt
    public MllpServer(Vertx vertx, MllpSettings settings, MessageHandler handler, MeterRegistry registry, Clock clock) {
        this.vertx = vertx;
        this.settings = settings;
        this.handler = handler;
        this.metrics = new MllpMetrics(registry);
        this.clock = clock;
        var random = ThreadLocalRandom.current();
        this.answerPrefix =
                Long.toString(random.nextLong(36L * 36 * 36 * 36 * 36 * 36), 36).toUpperCase(Locale.ROOT);
        // Vert.x lets the servers of several event loops share one free port when they name the same negative number.
        this.sharedPort = settings.port() == 0 ? -1 - random.nextInt(Integer.MAX_VALUE - 1) : settings.port();
    }

    /// Opens the port and returns when it is open. Not for an event loop.
    ///
    /// @throws IllegalStateException where it cannot be opened: port in use, certificate unreadable
    public void start() {
        var options = new DeploymentOptions()
                .setInstances(Math.max(1, Runtime.getRuntime().availableProcessors()));
        deployment = await(vertx.deployVerticle(Acceptor::new, options), START_TIMEOUT, "open");
        LOG.infof("Listening for HL7 v2 over MLLP%s on port %d", settings.tls().isPresent() ? "S" : "", actualPort);
    }

    /// The port it listens on, once started.
    public int actualPort() {
        return actualPort;
    }

    /// Takes no more messages, finishes those that are whole, then closes everything. Returns when that is done or
    /// the grace is over. Not for an event loop. Unanswered senders send again.
    public void stop(Duration grace) {
        draining = true;
        connections.forEach(MllpConnection::drain);
        disconnectedSome();
        try {
            drained.get(grace.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException late) {
            LOG.warnf("%d MLLP connections were cut before their message was finished", connections.size());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (!deployment.isEmpty()) {
            await(vertx.undeploy(deployment), STOP_TIMEOUT, "close");
            deployment = "";
        }
    }

    /// [#stop(Duration)] with ten seconds.
    @Override
    public void close() {
        stop(STOP_TIMEOUT);
    }

    private <T> T await(Future<T> future, Duration timeout, String what) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", interrupted);
        } catch (ExecutionException | TimeoutException failed) {
            var cause = failed.getCause() == null ? failed : failed.getCause();
            throw new IllegalStateException(
                    "Cannot " + what + " the MLLP port " + settings.port() + ": " + cause.getMessage(), cause);
        }
    }

    private NetServerOptions options() {
        var options = new NetServerOptions()
                .setHost(settings.host())
                .setPort(sharedPort)
                .setTcpKeepAlive(true)
                .setTcpNoDelay(true)
                .setIdleTimeout(Math.toIntExact(settings.idleTimeout().toMillis()))
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        settings.tls().ifPresent(tls -> secure(options, tls));
        return options;
    }

    private static void secure(NetServerOptions options, MllpSettings.Tls tls) {
        options.setSsl(true)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(tls.certificate().toString())
                        .setKeyPath(tls.key().toString()));
        tls.clientAuthorities()
                .ifPresent(authorities -> options.setClientAuth(ClientAuth.REQUIRED)
                        .setTrustOptions(new PemTrustOptions().addCertPath(authorities.toString())));
    }

    private void disconnectedSome() {
        if (draining && connections.isEmpty()) {
            drained.complete(null);
        }
    }

    /// One for each event loop in use; they share the port.
    private final class Acceptor extends AbstractVerticle implements MllpListener {

        @Override
        public void start(Promise<Void> started) {
            vertx.createNetServer(options())
                    .connectHandler(this::accept)
                    .exceptionHandler(failure -> LOG.infof(
                            "MLLP connection refused: %s", failure.getClass().getSimpleName()))
                    .listen()
                    .onSuccess(this::listening)
                    .<Void>mapEmpty()
                    .onComplete(started);
        }

        private void listening(NetServer server) {
            actualPort = server.actualPort();
        }

        private void accept(NetSocket socket) {
            if (draining) {
                socket.close();
                return;
            }
            var connection = new MllpConnection(this, socket, context);
            connections.add(connection);
            metrics.connected();
            connection.start();
            if (draining) {
                connection.drain();
            }
        }

        @Override
        public MllpSettings settings() {
            return settings;
        }

        @Override
        public MessageHandler handler() {
            return handler;
        }

        @Override
        public MllpMetrics metrics() {
            return metrics;
        }

        @Override
        public Clock clock() {
            return clock;
        }

        @Override
        public String nextControlId() {
            return answerPrefix + "-" + Long.toString(answers.incrementAndGet(), 36);
        }

        @Override
        public void disconnected(MllpConnection connection) {
            connections.remove(connection);
            metrics.disconnected();
            disconnectedSome();
        }
    }
}
