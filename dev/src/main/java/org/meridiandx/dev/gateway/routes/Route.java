package org.meridiandx.dev.gateway.routes;

import java.time.Duration;

/// One line of the route table.
///
/// @param name unique name of the route
/// @param path path that the route is about, decoded, without a slash at the end; `[^/]+` stands for any one segment
/// @param exact whether only this very path matches; otherwise also everything below it
/// @param service name of the service that answers
/// @param open whether the gateway asks for no token here
/// @param maxBodyBytes largest request body
/// @param timeout how long the service may be silent before the caller gets 504
public record Route(
        String name, String path, boolean exact, String service, boolean open, long maxBodyBytes, Duration timeout) {

    private static final String ANY_SEGMENT = "[^/]+";

    /// What stands between the two halves of the path is one segment.
    private boolean matchesAround(int segment, String requested) {
        var before = path.substring(0, segment);
        // A dollar sign stands for itself in the table, between brackets.
        var behind = path.substring(segment + ANY_SEGMENT.length()).replace("[$]", "$");
        return requested.startsWith(before)
                && requested.endsWith(behind)
                && requested.length() > before.length() + behind.length()
                && requested.indexOf('/', segment) == requested.length() - behind.length();
    }

    /// Whether a decoded path without dot segments belongs to this route. A prefix ends at a segment border.
    boolean matches(String requested) {
        if (requested.equals(path) || requested.equals(path + "/")) {
            return true;
        }
        var segment = path.indexOf(ANY_SEGMENT);
        if (segment >= 0) {
            return matchesAround(segment, requested);
        }
        return !exact && requested.startsWith(path + "/");
    }
}
