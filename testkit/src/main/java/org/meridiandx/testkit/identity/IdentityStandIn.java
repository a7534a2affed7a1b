package org.meridiandx.testkit.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/// A fake by hand of what other services need from identity-service, and of order-service's
/// directory and of recent results and studies.
///
/// Serves the issuer's keys at [#jwksUrl()] and answers `AccessDecisions`, `PatientDirectory`,
/// `OrderDirectory`, `ClientTokens`, `StaffDirectory`, `RecentResults` and `RecentStudies` on [#grpcPort()] to callers
/// that show [#INTERNAL_TOKEN] in the metadata `x-meridian-internal`, as the real services do.
public final class IdentityStandIn implements AutoCloseable {

    /// What services show each other (`meridian.internal-token`).
    public static final String INTERNAL_TOKEN = "test-internal-token";

    private static final Metadata.Key<String> INTERNAL =
            Metadata.Key.of("x-meridian-internal", Metadata.ASCII_STRING_MARSHALLER);

    private final AccessTable access = new AccessTable();
    private final PatientTable patients = new PatientTable();
    private final OrderTable orders = new OrderTable();
    private final ClientTable clients = new ClientTable();
    private final RecentTable recent = new RecentTable();
    private final StaffTable staff = new StaffTable();
    private final HttpServer http;
    private final Server grpc;

    private IdentityStandIn() throws IOException {
        var loopback = InetAddress.getLoopbackAddress();
        http = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
        var services = NettyServerBuilder.forAddress(new InetSocketAddress(loopback, 0))
                .addService(access)
                .addService(patients)
                .addService(orders)
                .addService(clients)
                .addService(staff)
                .intercept(new InternalTokenCheck());
        recent.services().forEach(services::addService);
        grpc = services.build();
    }

    /// Starts both servers on free ports.
    public static IdentityStandIn start() {
        try {
            var standIn = new IdentityStandIn();
            standIn.serveKeys();
            standIn.http.start();
            standIn.grpc.start();
            return standIn;
        } catch (IOException e) {
            throw new UncheckedIOException("The stand-in of identity-service did not start", e);
        }
    }

    /// What is allowed.
    public AccessTable access() {
        return access;
    }

    /// Who is known.
    public PatientTable patients() {
        return patients;
    }

    /// What was ordered.
    public OrderTable orders() {
        return orders;
    }

    /// Whose own tokens are good.
    public ClientTable clients() {
        return clients;
    }

    /// What was measured and imaged.
    public RecentTable recent() {
        return recent;
    }

    /// Who has left.
    public StaffTable staff() {
        return staff;
    }

    /// Forgets everything that a test said; call it before each test.
    public void reset() {
        access.reset();
        patients.reset();
        orders.reset();
        clients.reset();
        recent.reset();
        staff.reset();
    }

    /// Where the issuer's keys are (`meridian.jwks-url`).
    public String jwksUrl() {
        return "http://localhost:" + http.getAddress().getPort() + "/.well-known/jwks.json";
    }

    /// The port of all gRPC answers, for `quarkus.grpc.clients.*.port`.
    public int grpcPort() {
        return grpc.getPort();
    }

    @Override
    public void close() {
        http.stop(0);
        grpc.shutdownNow();
    }

    private void serveKeys() throws JsonProcessingException {
        byte[] keys = new ObjectMapper()
                .writeValueAsBytes(Map.of("keys", List.of(SigningKey.ofIssuer().toJwk("RS256"))));
        http.createContext("/.well-known/jwks.json", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, keys.length);
            try (var body = exchange.getResponseBody()) {
                body.write(keys);
            }
        });
    }

    private static final class InternalTokenCheck implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            if (INTERNAL_TOKEN.equals(headers.get(INTERNAL))) {
                return next.startCall(call, headers);
            }
            call.close(
                    Status.UNAUTHENTICATED.withDescription("x-meridian-internal is missing or wrong"), new Metadata());
            return new ServerCall.Listener<>() {};
        }
    }
}
