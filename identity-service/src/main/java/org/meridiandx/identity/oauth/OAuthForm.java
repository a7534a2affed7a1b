package org.meridiandx.identity.oauth;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The parameters of a request, each of which stands once. **Source:** RFC 6749 3.2 and appendix B.
public final class OAuthForm {
    private static final int MAX_BODY_BYTES = 65_536;
    private static final int MAX_PARAMETERS = 20;
    private static final int MAX_QUERY_CHARS = 16_384;
    private final Map<String, String> parameters;

    private OAuthForm(Map<String, String> parameters) {
        this.parameters = Map.copyOf(parameters);
    }

    /// @throws OAuthRefusal saying what is wrong with the form
    public static OAuthForm parse(@Nullable String contentType, byte[] body) {
        var type = contentType == null
                ? ""
                : contentType.toLowerCase(Locale.ROOT).split(";", 2)[0].strip();
        if (!type.equals("application/x-www-form-urlencoded")) {
            throw OAuthRefusal.request("Send Content-Type: application/x-www-form-urlencoded.");
        }
        if (body.length > MAX_BODY_BYTES) {
            throw OAuthRefusal.tooLarge("The body is larger than " + MAX_BODY_BYTES + " bytes.");
        }
        return of(new String(body, StandardCharsets.UTF_8));
    }

    /// The parameters of a URL.
    ///
    /// @param query as it stands in the URL, still encoded
    /// @throws OAuthRefusal saying what is wrong with it
    public static OAuthForm query(@Nullable String query) {
        if (query != null && query.length() > MAX_QUERY_CHARS) {
            throw OAuthRefusal.tooLarge("The URL is longer than " + MAX_QUERY_CHARS + " characters.");
        }
        return of(query == null ? "" : query);
    }

    private static OAuthForm of(String text) {
        var form = new HashMap<String, String>();
        for (var pair : text.split("&")) {
            var equals = pair.indexOf('=');
            if (equals > 0
                    && form.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1))) != null) {
                throw OAuthRefusal.request("A parameter stands twice in the form.");
            }
        }
        if (form.size() > MAX_PARAMETERS) {
            throw OAuthRefusal.request("The form has more than " + MAX_PARAMETERS + " parameters.");
        }
        return new OAuthForm(form);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw OAuthRefusal.request("The form is not properly percent-encoded.");
        }
    }

    /// All that was sent, by name.
    public Map<String, String> parameters() {
        return parameters;
    }

    /// A parameter that is sent and not blank.
    public Optional<String> find(String name) {
        return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isBlank());
    }

    /// @throws OAuthRefusal `invalid_request` naming the parameter when it is missing
    public String require(String name, String hint) {
        return find(name).orElseThrow(() -> OAuthRefusal.request(name + " is missing. " + hint));
    }

    @Override
    public String toString() {
        return "OAuthForm[" + parameters.size() + " parameters]";
    }
}
