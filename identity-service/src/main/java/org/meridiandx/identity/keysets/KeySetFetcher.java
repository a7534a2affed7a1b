package org.meridiandx.identity.keysets;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.core.http.HttpClient;
import io.vertx.mutiny.core.http.HttpClientResponse;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import org.meridiandx.outgoing.OutgoingAddresses;

/// Fetches a key set from an address that a partner named, and from nowhere else.
///
/// Redirects are not followed. **Source:** OWASP SSRF prevention, RFC 8725 3.10.
@ApplicationScoped
class KeySetFetcher {
    private static final int MAX_BYTES = 65_536;
    private final HttpClient client;
    private final Vertx vertx;
    private final KeySetConfig config;
    private final OutgoingAddresses addresses;

    KeySetFetcher(Vertx vertx, KeySetConfig config) {
        this.vertx = vertx;
        this.config = config;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setVerifyHost(true).setKeepAlive(false).setConnectTimeout((int)
                        config.timeLimit().toMillis()));
        this.addresses = new OutgoingAddresses(config.allowedHosts().orElse(List.of()), config.localAddresses());
    }

    /// @throws IllegalArgumentException saying why not
    void requireAllowed(URI address) {
        addresses.refusal(address).ifPresent(refusal -> {
            throw new IllegalArgumentException(
                    switch (refusal) {
                        case SCHEME -> "jwks_uri: it must begin with https://.";
                        case SHAPE -> "jwks_uri: it must be host and path, without user or fragment.";
                        case HOST ->
                            "jwks_uri: keys are not fetched from that host. "
                                    + "Ask the region's operator to allow it, or register the keys themselves (jwks).";
                    });
        });
    }

    Uni<KeySet> fetch(URI address) {
        return Uni.createFrom()
                .item(() -> {
                    requireAllowed(address);
                    return address;
                })
                .chain(allowed -> vertx.executeBlocking(() -> addresses.resolve(allowed), false))
                .chain(checked -> client.request(optionsFor(address, checked)))
                .chain(request -> request.send())
                .chain(KeySetFetcher::body)
                .ifNoItem()
                .after(config.timeLimit())
                .fail()
                .map(body -> KeySet.parsePublished(body.toString()));
    }

    private static RequestOptions optionsFor(URI address, InetAddress checked) {
        return OutgoingAddresses.request(address, checked)
                .setMethod(HttpMethod.GET)
                .putHeader("Accept", "application/jwk-set+json, application/json");
    }

    private static Uni<Buffer> body(HttpClientResponse response) {
        if (response.statusCode() != 200) {
            return Uni.createFrom().failure(new IllegalStateException("status " + response.statusCode()));
        }
        return response.toMulti().collect().in(Buffer::buffer, KeySetFetcher::append);
    }

    private static void append(Buffer whole, Buffer part) {
        if (whole.length() + part.length() > MAX_BYTES) {
            throw new IllegalStateException("larger than " + MAX_BYTES + " bytes");
        }
        whole.appendBuffer(part);
    }
}
