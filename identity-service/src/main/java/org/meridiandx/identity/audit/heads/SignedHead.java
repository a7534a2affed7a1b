package org.meridiandx.identity.audit.heads;

/// What became of checking a signed head.
public sealed interface SignedHead {

    /// Signed by a key that is trusted here.
    record Good(TreeHead head) implements SignedHead {}

    /// Well formed, but the key is not known here: nothing can be said about the signature.
    record UnknownKey(TreeHead head, String keyId) implements SignedHead {}

    /// No signed head, or the signature is wrong.
    record Bad() implements SignedHead {}
}
