package org.meridiandx.identity.authorization;

/// A refusal that goes to the app, at its registered redirect URI. **Source:** RFC 6749 4.1.2.1.
final class AppRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String redirectUri;
    private final String state;
    private final String error;
    private final String description;

    AppRefusal(String redirectUri, String state, String error, String description) {
        super(error, null, false, false);
        this.redirectUri = redirectUri;
        this.state = state;
        this.error = error;
        this.description = description;
    }

    String redirectUri() {
        return redirectUri;
    }

    String state() {
        return state;
    }

    String error() {
        return error;
    }

    String description() {
        return description;
    }
}
