package org.meridiandx.identity.grants;

import java.util.regex.Pattern;
import org.meridiandx.identity.oauth.OAuthForm;

/// What an app shows with a code.
record CodeProof(String code, String clientId, String redirectUri, String verifier) {
    private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");

    static CodeProof of(OAuthForm form, String clientId) {
        return new CodeProof(
                form.require("code", "Send the code that came to the redirect URI."),
                clientId,
                form.require("redirect_uri", "Send the one of the authorization request."),
                form.require("code_verifier", "Send the PKCE verifier."));
    }

    /// **Source:** RFC 7636 4.1.
    static boolean isVerifier(String text) {
        return VERIFIER.matcher(text).matches();
    }

    @Override
    public String toString() {
        return "CodeProof[redacted]";
    }
}
