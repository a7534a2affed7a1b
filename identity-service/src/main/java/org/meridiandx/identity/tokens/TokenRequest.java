package org.meridiandx.identity.tokens;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A token request as the form holds it. **Source:** RFC 6749 4.4, RFC 7523 2.2.
///
/// @param assertion the signed JWT that the client shows
/// @param scope what it asks for; empty for all it is registered for
record TokenRequest(String assertion, String scope) {
    static final int MAX_BODY_BYTES = 65_536;
    private static final int MAX_PARAMETERS = 20;
    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// @throws TokenRefusal naming the parameter that is wrong
    static TokenRequest parse(@Nullable String contentType, byte[] body) {
        var type = contentType == null
                ? ""
                : contentType.toLowerCase(Locale.ROOT).split(";", 2)[0].strip();
        if (!type.equals("application/x-www-form-urlencoded")) {
            throw TokenRefusal.request("Send Content-Type: application/x-www-form-urlencoded.");
        }
        if (body.length > MAX_BODY_BYTES) {
            throw TokenRefusal.tooLarge("The body is larger than " + MAX_BODY_BYTES + " bytes.");
        }
        var form = formOf(new String(body, StandardCharsets.UTF_8));
        var grant = form.getOrDefault("grant_type", "");
        if (grant.isEmpty()) {
            throw TokenRefusal.request("grant_type is missing. Send client_credentials.");
        }
        if (!grant.equals("client_credentials")) {
            throw new TokenRefusal("unsupported_grant_type", 400, "grant_type must be client_credentials.");
        }
        if (form.containsKey("client_secret")) {
            throw TokenRefusal.client("client_secret is not taken. Authenticate with a signed JWT: client_assertion.");
        }
        if (!form.getOrDefault("client_assertion_type", "").equals(ASSERTION_TYPE)) {
            throw TokenRefusal.request("client_assertion_type must be " + ASSERTION_TYPE + ".");
        }
        var assertion = form.getOrDefault("client_assertion", "");
        if (assertion.isEmpty()) {
            throw TokenRefusal.request("client_assertion is missing. Send a JWT signed with a registered key.");
        }
        return new TokenRequest(assertion, form.getOrDefault("scope", ""));
    }

    private static Map<String, String> formOf(String body) {
        var form = new HashMap<String, String>();
        for (var pair : body.split("&", MAX_PARAMETERS + 1)) {
            var equals = pair.indexOf('=');
            if (equals <= 0) {
                continue;
            }
            var name = decoded(pair.substring(0, equals));
            if (form.put(name, decoded(pair.substring(equals + 1))) != null) {
                throw TokenRefusal.request("A parameter stands twice in the form.");
            }
        }
        if (form.size() > MAX_PARAMETERS) {
            throw TokenRefusal.request("The form has more than " + MAX_PARAMETERS + " parameters.");
        }
        return form;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw TokenRefusal.request("The form is not properly percent-encoded.");
        }
    }

    @Override
    public String toString() {
        return "TokenRequest[scope=" + scope.length() + " characters]";
    }
}
