package org.meridiandx.order.cdshooks.fetching;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.core.http.HttpClient;
import io.vertx.mutiny.core.http.HttpClientResponse;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// Reads one resource from a FHIR server, or posts JSON to a service. Redirects are not followed:
/// who is registered may send us nowhere else.
@ApplicationScoped
public class FhirFetch {
    private static final int MAX_BYTES = 262_144;
    private static final int CONNECT_MILLIS = 1_000;

    private final HttpClient client;

    public FhirFetch(Vertx vertx) {
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setVerifyHost(true)
                .setConnectTimeout(CONNECT_MILLIS)
                .setMaxPoolSize(20));
    }

    /// @param token for that server; sent as Bearer token
    /// @return the body; fails where there is no answer 200 of a bounded size in time
    public Uni<byte[]> get(URI address, Optional<String> token, Duration timeout) {
        var options = options(HttpMethod.GET, address, timeout).putHeader("Accept", "application/fhir+json");
        token.ifPresent(bearer -> options.putHeader("Authorization", "Bearer " + bearer));
        return answered(client.request(options).chain(request -> request.send()), timeout);
    }

    /// @param body JSON
    /// @return the body of the answer; fails as [#get] does
    public Uni<byte[]> post(URI address, byte[] body, Duration timeout) {
        var options = options(HttpMethod.POST, address, timeout)
                .putHeader("Accept", "application/json")
                .putHeader("Content-Type", "application/json");
        return answered(client.request(options).chain(request -> request.send(Buffer.buffer(body))), timeout);
    }

    private static RequestOptions options(HttpMethod method, URI address, Duration timeout) {
        return new RequestOptions()
                .setMethod(method)
                .setAbsoluteURI(address.toString())
                .setFollowRedirects(false)
                .setTimeout(timeout.toMillis());
    }

    private static Uni<byte[]> answered(Uni<HttpClientResponse> response, Duration timeout) {
        return response.chain(FhirFetch::body).ifNoItem().after(timeout).fail().map(Buffer::getBytes);
    }

    private static Uni<Buffer> body(HttpClientResponse response) {
        return response.statusCode() == 200
                ? response.toMulti().collect().in(Buffer::buffer, FhirFetch::append)
                : Uni.createFrom().failure(new IllegalStateException("status " + response.statusCode()));
    }

    private static void append(Buffer whole, Buffer part) {
        if (whole.length() + part.length() > MAX_BYTES) {
            throw new IllegalStateException("larger than " + MAX_BYTES + " bytes");
        }
        whole.appendBuffer(part);
    }
}
