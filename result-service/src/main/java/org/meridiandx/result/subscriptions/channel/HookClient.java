package org.meridiandx.result.subscriptions.channel;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.core.http.HttpClient;
import io.vertx.mutiny.core.http.HttpClientRequest;
import io.vertx.mutiny.core.http.HttpClientResponse;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.meridiandx.outgoing.OutgoingAddresses;

/// Calls subscribers. Follows no redirect, reads nearly nothing of an answer, and never waits longer than
/// the call says.
@ApplicationScoped
public class HookClient {
    private static final int MOST_OF_AN_ANSWER = 16_384;
    private static final int CONNECTIONS_TO_ONE = 4;
    private final Vertx vertx;
    private final HookAddress addresses;
    private final HttpClient client;

    HookClient(Vertx vertx, HookAddress addresses, SubscriptionConfig config) {
        this.vertx = vertx;
        this.addresses = addresses;
        var options = new HttpClientOptions()
                .setVerifyHost(true)
                .setMaxPoolSize(CONNECTIONS_TO_ONE)
                .setKeepAliveTimeout(30)
                .setConnectTimeout((int) config.timeout().toMillis());
        config.authorities()
                .ifPresent(file -> options.setTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
        this.client = vertx.createHttpClient(options);
    }

    /// @return never fails
    public Uni<HookAnswer> post(HookCall call) {
        var refusal = addresses.refusal(call.endpoint().toString());
        if (refusal.isPresent()) {
            return Uni.createFrom().item(new HookAnswer.Failed(refusal.get()));
        }
        return vertx.executeBlocking(() -> addresses.resolve(call.endpoint()), false)
                .chain(checked -> client.request(options(call, checked)))
                .chain(request -> exchanged(request, call))
                .ifNoItem()
                .after(call.timeout())
                .fail()
                .onFailure()
                .recoverWithItem(away -> new HookAnswer.Failed(causeOf(away)));
    }

    /// What is left of a call that took too long is closed with its connection.
    private static Uni<HookAnswer> exchanged(HttpClientRequest request, HookCall call) {
        return request.send(Buffer.buffer(call.body()))
                .chain(HookClient::read)
                .ifNoItem()
                .after(call.timeout())
                .fail()
                .onFailure()
                .invoke(ignored -> request.reset())
                .onCancellation()
                .invoke(() -> request.reset());
    }

    private static Uni<HookAnswer> read(HttpClientResponse response) {
        return response.toMulti()
                .onItem()
                .scan(() -> 0, (seen, part) -> bounded(seen + part.length()))
                .collect()
                .last()
                .replaceWith(() -> HookAnswer.of(response.statusCode()));
    }

    private static int bounded(int bytes) {
        if (bytes > MOST_OF_AN_ANSWER) {
            throw new IllegalStateException("larger than " + MOST_OF_AN_ANSWER + " bytes");
        }
        return bytes;
    }

    private static RequestOptions options(HookCall call, InetAddress checked) {
        var options = OutgoingAddresses.request(call.endpoint(), checked)
                .setMethod(HttpMethod.POST)
                .setTimeout(call.timeout().toMillis());
        for (var header : call.headers()) {
            var colon = header.indexOf(':');
            options.addHeader(
                    header.substring(0, colon).strip(),
                    header.substring(colon + 1).strip());
        }
        return options.putHeader("Content-Type", "application/fhir+json; charset=utf-8")
                .putHeader(HookSignature.HEADER, HookSignature.of(call.secret(), call.body()));
    }

    /// A kind of failure, not its text: that may quote what an operator's log should not hold.
    private static String causeOf(Throwable away) {
        return switch (away) {
            case UnknownHostException ignored -> "the host is not known, or is not a public one";
            case ConnectException ignored -> "the receiver cannot be reached";
            case SSLException ignored -> "the receiver's certificate is not trusted";
            case TimeoutException ignored -> "the receiver did not answer in time";
            case io.smallrye.mutiny.TimeoutException ignored -> "the receiver did not answer in time";
            default -> "the connection broke before the answer";
        };
    }
}
