package org.meridiandx.dev.gateway.routes;

import java.time.Duration;

/// One line of the route table.
///
/// @param name unique name of the route
/// @param path path that the route is about, decoded, without a slash at the end
/// @param exact whether only this very path matches; otherwise also everything below it
/// @param service name of the service that answers
/// @param open whether the gateway asks for no token here
/// @param maxBodyBytes largest request body
/// @param timeout how long the service may be silent before the caller gets 504
public record Route(
        String name, String path, boolean exact, String service, boolean open, long maxBodyBytes, Duration timeout) {

    /// Whether a decoded path without dot segments belongs to this route. A prefix ends at a segment border.
    boolean matches(String requested) {
        if (requested.equals(path) || requested.equals(path + "/")) {
            return true;
        }
        return !exact && requested.startsWith(path + "/");
    }
}
