package org.meridiandx.identity.oauth;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/// Parameters as text, percent-encoded.
public final class QueryText {
    private QueryText() {}

    public static String of(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    /// @param address without fragment; may have a query already
    public static String append(String address, Map<String, String> parameters) {
        return address + (address.indexOf('?') < 0 ? "?" : "&") + of(parameters);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
