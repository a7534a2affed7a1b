package org.meridiandx.access;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.quarkus.grpc.GlobalInterceptor;
import io.vertx.core.eventbus.EventBus;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.telemetry.CorrelationIds;

/// Between services: every gRPC call shows the region's internal token and carries the correlation id.
///
/// The gateway routes no gRPC and network policy keeps others out; this holds when both fail.
@GlobalInterceptor
@ApplicationScoped
class InternalCalls implements ServerInterceptor, ClientInterceptor {
    private static final Metadata.Key<String> TOKEN =
            Metadata.Key.of("x-meridian-internal", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> CORRELATION =
            Metadata.Key.of("x-correlation-id", Metadata.ASCII_STRING_MARSHALLER);
    private final String token;
    private final EventBus bus;

    InternalCalls(@ConfigProperty(name = "meridian.internal-token") String token, EventBus bus) {
        this.bus = bus;
        this.token = token;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        var shown = headers.get(TOKEN);
        if (shown == null || !isSame(shown)) {
            // The refusal does not wait for its trace: whoever is refused would else hold our threads.
            bus.send(RefusedCalls.ADDRESS, shown == null ? "internal-token-missing" : "internal-token-wrong");
            call.close(Status.UNAUTHENTICATED.withDescription("only services of this region may call"), new Metadata());
            return new ServerCall.Listener<>() {};
        }
        CorrelationIds.begin(Optional.ofNullable(headers.get(CORRELATION)));
        return next.startCall(call, headers);
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        var correlationId = CorrelationIds.current();
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                headers.put(TOKEN, token);
                headers.put(CORRELATION, correlationId);
                super.start(listener, headers);
            }
        };
    }

    private boolean isSame(String shown) {
        return MessageDigest.isEqual(shown.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }
}
