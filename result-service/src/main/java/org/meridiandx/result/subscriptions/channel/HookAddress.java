package org.meridiandx.result.subscriptions.channel;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Which addresses may be called: hosts on the operator's list, by https, whose every address is public.
/// Looked at when a subscription is made and again before each call.
///
/// **Source:** OWASP SSRF prevention. **Hazard:** the region's results sent to whoever a stolen token
/// names.
@ApplicationScoped
public class HookAddress {
    private static final String HTTPS = "https";
    private static final int LONGEST = 1_000;
    private final SubscriptionConfig config;
    private final Set<String> allowedHosts;

    HookAddress(SubscriptionConfig config) {
        this.config = config;
        this.allowedHosts = config.allowedHosts().orElse(List.of()).stream()
                .map(host -> host.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    /// @return why it is not called, in words; empty where it is
    public Optional<String> refusal(String endpoint) {
        if (endpoint.length() > LONGEST) {
            return Optional.of("The endpoint is longer than " + LONGEST + " characters.");
        }
        try {
            return refusal(new URI(endpoint));
        } catch (java.net.URISyntaxException none) {
            return Optional.of("The endpoint is no address.");
        }
    }

    private Optional<String> refusal(URI endpoint) {
        var isPlain = config.localAddresses() && "http".equals(endpoint.getScheme());
        if (!HTTPS.equals(endpoint.getScheme()) && !isPlain) {
            return Optional.of("The endpoint must begin with https://.");
        }
        if (endpoint.getHost() == null || endpoint.getRawUserInfo() != null || endpoint.getRawFragment() != null) {
            return Optional.of("The endpoint must be host and path, without user or fragment.");
        }
        if (!allowedHosts.contains(endpoint.getHost().toLowerCase(Locale.ROOT))) {
            return Optional.of("This host is not called. Ask the region's operator to allow it.");
        }
        return Optional.empty();
    }

    /// The address to connect to, which is the one that was checked: a name that changes its mind in
    /// between gains nothing. Waits for the name service.
    ///
    /// @throws UnknownHostException where there is none, or one that is not public
    InetAddress resolve(URI endpoint) throws UnknownHostException {
        var host = endpoint.getHost();
        var addresses = InetAddress.getAllByName(host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
        for (var address : addresses) {
            if (!config.localAddresses() && !PublicAddress.is(address)) {
                throw new UnknownHostException("the name stands for an address that is not public");
            }
        }
        return addresses[0];
    }
}
