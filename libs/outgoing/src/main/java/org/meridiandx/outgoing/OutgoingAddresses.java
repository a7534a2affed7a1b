package org.meridiandx.outgoing;

import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Which addresses that others named may be called: hosts on the operator's list, by https, whose
/// every address is public. The connection goes to the very address that was checked, so that a
/// name that changes its mind in between (DNS rebinding) gains nothing.
///
/// **Source:** OWASP SSRF prevention, RFC 8725 3.10. **Hazard:** the region's results sent to whoever
/// a stolen token names.
public final class OutgoingAddresses {
    private static final String SECURE = "https";
    private static final int HTTPS = 443;
    private static final int HTTP = 80;
    private final Set<String> allowedHosts;
    private final boolean isLocalTaken;

    /// Why an address is not called.
    public enum Refusal {
        /// It does not begin with `https://`.
        SCHEME,
        /// It is not just host and path.
        SHAPE,
        /// Its host is not on the operator's list.
        HOST
    }

    /// @param allowedHosts names of hosts, in any case
    /// @param isLocalTaken whether plain http and addresses of this machine and its network are
    ///     taken: on one machine only
    public OutgoingAddresses(Collection<String> allowedHosts, boolean isLocalTaken) {
        this.allowedHosts = allowedHosts.stream().map(OutgoingAddresses::lower).collect(Collectors.toUnmodifiableSet());
        this.isLocalTaken = isLocalTaken;
    }

    public Optional<Refusal> refusal(URI address) {
        var isPlain = isLocalTaken && "http".equals(address.getScheme());
        if (!SECURE.equals(address.getScheme()) && !isPlain) {
            return Optional.of(Refusal.SCHEME);
        }
        if (address.getHost() == null || address.getRawUserInfo() != null || address.getRawFragment() != null) {
            return Optional.of(Refusal.SHAPE);
        }
        return allowedHosts.contains(lower(address.getHost())) ? Optional.empty() : Optional.of(Refusal.HOST);
    }

    /// The address to connect to. Waits for the name service.
    ///
    /// @throws UnknownHostException where there is none, or one that is not public
    public InetAddress resolve(URI address) throws UnknownHostException {
        var host = address.getHost();
        var all = InetAddress.getAllByName(host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
        for (var one : all) {
            if (!isLocalTaken && !PublicAddress.is(one)) {
                throw new UnknownHostException("the name stands for an address that is not public");
            }
        }
        return all[0];
    }

    /// A call to an address by way of the one that was checked. Redirects are not followed.
    public static RequestOptions request(URI address, InetAddress checked) {
        var isSecure = SECURE.equals(address.getScheme());
        var standard = isSecure ? HTTPS : HTTP;
        var port = address.getPort() < 0 ? standard : address.getPort();
        var path = Optional.ofNullable(address.getRawPath())
                .filter(text -> !text.isEmpty())
                .orElse("/");
        return new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(port, checked.getHostAddress()))
                .setHost(address.getHost())
                .setPort(port)
                .setSsl(isSecure)
                .setFollowRedirects(false)
                .setURI(address.getRawQuery() == null ? path : path + "?" + address.getRawQuery());
    }

    private static String lower(String host) {
        return host.toLowerCase(Locale.ROOT);
    }
}
