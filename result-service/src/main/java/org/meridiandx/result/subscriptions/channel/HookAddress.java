package org.meridiandx.result.subscriptions.channel;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.meridiandx.outgoing.OutgoingAddresses;

/// Which endpoints may be called, in words. Looked at when a subscription is made and again before
/// each call.
@ApplicationScoped
public class HookAddress {
    private static final int LONGEST = 1_000;
    private final OutgoingAddresses addresses;

    HookAddress(SubscriptionConfig config) {
        this.addresses = new OutgoingAddresses(config.allowedHosts().orElse(List.of()), config.localAddresses());
    }

    /// @return why it is not called, in words; empty where it is
    public Optional<String> refusal(String endpoint) {
        if (endpoint.length() > LONGEST) {
            return Optional.of("The endpoint is longer than " + LONGEST + " characters.");
        }
        try {
            return addresses.refusal(new URI(endpoint)).map(HookAddress::inWords);
        } catch (URISyntaxException none) {
            return Optional.of("The endpoint is no address.");
        }
    }

    private static String inWords(OutgoingAddresses.Refusal refusal) {
        return switch (refusal) {
            case SCHEME -> "The endpoint must begin with https://.";
            case SHAPE -> "The endpoint must be host and path, without user or fragment.";
            case HOST -> "This host is not called. Ask the region's operator to allow it.";
        };
    }

    /// The address to connect to. Waits for the name service.
    ///
    /// @throws UnknownHostException where there is none, or one that is not public
    InetAddress resolve(URI endpoint) throws UnknownHostException {
        return addresses.resolve(endpoint);
    }
}
