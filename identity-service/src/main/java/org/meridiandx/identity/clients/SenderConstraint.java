package org.meridiandx.identity.clients;

/// What a client's tokens are bound to.
public sealed interface SenderConstraint {
    /// To nothing: whoever has the token can use it.
    record None() implements SenderConstraint {}

    /// To the key of the proof that comes with the token request. **Source:** RFC 9449.
    record Dpop() implements SenderConstraint {}

    /// To the client certificate. **Source:** RFC 8705 3.
    ///
    /// @param certificateDigest base64url SHA-256 of the certificate, as registered
    record Certificate(String certificateDigest) implements SenderConstraint {}
}
