package org.meridiandx.identity.oauth;

import java.util.List;

/// A request to an endpoint below `/oauth2`, with what shows its sender's keys.
///
/// @param path below the public base URL
/// @param dpopHeaders headers `DPoP` as sent
/// @param certificateHeaders headers in which the gateway tells of the client certificate
/// @param remoteAddress who the connection comes from: the gateway, as a rule
public record OAuthRequest(
        OAuthForm form, String path, List<String> dpopHeaders, List<String> certificateHeaders, String remoteAddress) {
    public OAuthRequest {
        dpopHeaders = List.copyOf(dpopHeaders);
        certificateHeaders = List.copyOf(certificateHeaders);
    }
}
