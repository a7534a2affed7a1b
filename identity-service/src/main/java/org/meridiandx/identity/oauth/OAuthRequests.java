package org.meridiandx.identity.oauth;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.ApplicationScoped;

/// Reads the HTTP request being answered as an [OAuthRequest].
@ApplicationScoped
public class OAuthRequests {
    private final CurrentVertxRequest connection;

    OAuthRequests(CurrentVertxRequest connection) {
        this.connection = connection;
    }

    /// @throws OAuthRefusal when the body is no form
    public OAuthRequest read(byte[] body) {
        var request = connection.getCurrent().request();
        var headers = request.headers();
        return new OAuthRequest(
                OAuthForm.parse(headers.get("Content-Type"), body),
                request.path(),
                headers.getAll("DPoP"),
                headers.getAll("x-forwarded-client-cert"),
                request.remoteAddress().hostAddress());
    }
}
