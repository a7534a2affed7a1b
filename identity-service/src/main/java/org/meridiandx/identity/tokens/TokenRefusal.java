package org.meridiandx.identity.tokens;

/// A refusal in the words of OAuth 2. No stack trace: it tells of the caller's input. **Source:** RFC
/// 6749 5.2.
final class TokenRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String error;
    private final int status;
    private final String description;

    TokenRefusal(String error, int status, String description) {
        super(error, null, false, false);
        this.error = error;
        this.status = status;
        this.description = description;
    }

    static TokenRefusal request(String description) {
        return new TokenRefusal("invalid_request", 400, description);
    }

    static TokenRefusal tooLarge(String description) {
        return new TokenRefusal("invalid_request", 413, description);
    }

    static TokenRefusal client(String description) {
        return new TokenRefusal("invalid_client", 401, description);
    }

    static TokenRefusal scope(String description) {
        return new TokenRefusal("invalid_scope", 400, description);
    }

    String error() {
        return error;
    }

    int status() {
        return status;
    }

    String description() {
        return description;
    }
}
