package org.meridiandx.identity.oauth;

/// A refusal in the words of OAuth 2. No stack trace: it tells of the caller's input.
///
/// **Source:** RFC 6749 5.2.
public final class OAuthRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String error;
    private final int status;
    private final String description;

    /// @param error the code, such as `invalid_client`
    /// @param status HTTP status
    /// @param description begins with the parameter or claim that is wrong; says what to do
    public OAuthRefusal(String error, int status, String description) {
        super(error, null, false, false);
        this.error = error;
        this.status = status;
        this.description = description;
    }

    public static OAuthRefusal request(String description) {
        return new OAuthRefusal("invalid_request", 400, description);
    }

    public static OAuthRefusal tooLarge(String description) {
        return new OAuthRefusal("invalid_request", 413, description);
    }

    public static OAuthRefusal client(String description) {
        return new OAuthRefusal("invalid_client", 401, description);
    }

    public static OAuthRefusal scope(String description) {
        return new OAuthRefusal("invalid_scope", 400, description);
    }

    public static OAuthRefusal grant(String description) {
        return new OAuthRefusal("invalid_grant", 400, description);
    }

    public String error() {
        return error;
    }

    public int status() {
        return status;
    }

    public String description() {
        return description;
    }
}
