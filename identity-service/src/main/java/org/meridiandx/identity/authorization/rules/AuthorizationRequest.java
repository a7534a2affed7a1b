package org.meridiandx.identity.authorization.rules;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/// A request that may be put to a person. Empty text where something was not sent.
///
/// @param scopes narrowed to what the client is registered for
/// @param challenge PKCE S256
/// @param prompts `none`, `login`, `consent`, `select_account`
/// @param maxAge seconds since the person signed in, at most
/// @param launch the handle that an EHR gave
public record AuthorizationRequest(
        String clientId,
        String redirectUri,
        String state,
        String nonce,
        String challenge,
        List<String> scopes,
        Set<String> prompts,
        OptionalInt maxAge,
        String launch) {
    public AuthorizationRequest {
        scopes = List.copyOf(scopes);
        prompts = Set.copyOf(prompts);
    }

    /// Whether the app needs to know a patient.
    public boolean needsPatient() {
        return scopes.stream().anyMatch(scope -> scope.equals("launch/patient") || scope.startsWith("patient/"));
    }

    /// Whether a person who is signed in signs in again all the same.
    public boolean wantsSignIn() {
        return prompts.contains("login") || prompts.contains("select_account");
    }

    public boolean isSilent() {
        return prompts.contains("none");
    }
}
