package org.meridiandx.identity.oauth;

import java.util.Optional;
import org.meridiandx.access.Caller;

/// A refusal in the words of OAuth 2. No stack trace: it tells of the caller's input.
///
/// **Source:** RFC 6749 5.2.
public final class OAuthRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String error;
    private final int status;
    private final String description;

    @SuppressWarnings("serial")
    private final Optional<Caller> refused;

    /// @param error the code, such as `invalid_client`
    /// @param status HTTP status
    /// @param description begins with the parameter or claim that is wrong; says what to do
    public OAuthRefusal(String error, int status, String description) {
        this(error, status, description, Optional.empty());
    }

    private OAuthRefusal(String error, int status, String description, Optional<Caller> refused) {
        super(error, null, false, false);
        this.error = error;
        this.status = status;
        this.description = description;
        this.refused = refused;
    }

    /// The same refusal of somebody who has proved who they are, for the audit.
    public OAuthRefusal of(Caller caller) {
        return new OAuthRefusal(error, status, description, Optional.of(caller));
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

    /// Who was refused, where that is proved.
    public Optional<Caller> refused() {
        return refused;
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
