package org.meridiandx.identity.keysets;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.core.http.HttpClient;
import io.vertx.mutiny.core.http.HttpClientResponse;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Fetches a key set from an address that a partner named, and from nowhere else.
///
/// The host must be on the list of the settings, the scheme https, and every address that its
/// name stands for public; the connection goes to the very address that was checked, so that a
/// name that changes its mind in between (DNS rebinding) gains nothing. Redirects are not
/// followed. **Source:** OWASP SSRF prevention, RFC 8725 3.10.
@ApplicationScoped
class KeySetFetcher {
    private static final int MAX_BYTES = 65_536;
    private static final int HTTPS = 443;
    private static final int HTTP = 80;
    private final HttpClient client;
    private final Vertx vertx;
    private final KeySetConfig config;
    private final Set<String> allowedHosts;

    KeySetFetcher(Vertx vertx, KeySetConfig config) {
        this.vertx = vertx;
        this.config = config;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setVerifyHost(true).setKeepAlive(false).setConnectTimeout((int)
                        config.timeLimit().toMillis()));
        this.allowedHosts = Set.copyOf(config.allowedHosts().orElse(List.of()));
    }

    /// @throws IllegalArgumentException saying why not
    void requireAllowed(URI address) {
        var isSecure = "https".equals(address.getScheme());
        if (!isSecure && !(config.localAddresses() && "http".equals(address.getScheme()))) {
            throw new IllegalArgumentException("jwks_uri: it must begin with https://.");
        }
        if (address.getHost() == null || address.getRawUserInfo() != null || address.getRawFragment() != null) {
            throw new IllegalArgumentException("jwks_uri: it must be host and path, without user or fragment.");
        }
        if (!allowedHosts.contains(address.getHost().toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("jwks_uri: keys are not fetched from that host. "
                    + "Ask the region's operator to allow it, or register the keys themselves (jwks).");
        }
    }

    Uni<KeySet> fetch(URI address) {
        return Uni.createFrom()
                .item(() -> {
                    requireAllowed(address);
                    return address.getHost();
                })
                .chain(host -> vertx.executeBlocking(() -> resolve(host), false))
                .chain(checked -> client.request(optionsFor(address, checked)))
                .chain(request -> request.send())
                .chain(KeySetFetcher::body)
                .ifNoItem()
                .after(config.timeLimit())
                .fail()
                .map(body -> KeySet.parsePublished(body.toString()));
    }

    private InetAddress resolve(String host) throws UnknownHostException {
        var addresses = InetAddress.getAllByName(host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
        for (var address : addresses) {
            if (!config.localAddresses() && !PublicAddress.is(address)) {
                throw new UnknownHostException("the name stands for an address that is not public");
            }
        }
        return addresses[0];
    }

    private static RequestOptions optionsFor(URI address, InetAddress checked) {
        var isSecure = "https".equals(address.getScheme());
        var standard = isSecure ? HTTPS : HTTP;
        var port = address.getPort() < 0 ? standard : address.getPort();
        var path = Optional.ofNullable(address.getRawPath())
                .filter(text -> !text.isEmpty())
                .orElse("/");
        return new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setServer(SocketAddress.inetSocketAddress(port, checked.getHostAddress()))
                .setHost(address.getHost())
                .setPort(port)
                .setSsl(isSecure)
                .setFollowRedirects(false)
                .setURI(address.getRawQuery() == null ? path : path + "?" + address.getRawQuery())
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
