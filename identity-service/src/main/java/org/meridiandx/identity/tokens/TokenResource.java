package org.meridiandx.identity.tokens;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/// `/oauth2`: tokens, and the keys to check them by.
@Path("/oauth2")
public class TokenResource {
    private final TokenService tokens;
    private final SigningKey key;
    private final MeterRegistry metrics;

    TokenResource(TokenService tokens, SigningKey key, MeterRegistry metrics) {
        this.tokens = tokens;
        this.key = key;
        this.metrics = metrics;
    }

    /// Takes any content type, so that a wrong one is refused in the words of OAuth 2.
    @POST
    @Path("/token")
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<Response> token(@HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType, byte[] body) {
        return Uni.createFrom()
                .deferred(() -> tokens.issue(TokenRequest.parse(contentType, body)))
                .map(this::issued)
                .onFailure(TokenRefusal.class)
                .recoverWithItem(refusal -> refused((TokenRefusal) refusal));
    }

    @GET
    @Path("/jwks")
    @Produces(MediaType.APPLICATION_JSON)
    public Response keys() {
        return Response.ok(key.toJwks())
                .header(HttpHeaders.CACHE_CONTROL, "public, max-age=300")
                .build();
    }

    private Response issued(TokenService.Issued issued) {
        metrics.counter("tokens_issued").increment();
        var json = JsonNodeFactory.instance.objectNode();
        json.put("access_token", issued.token());
        json.put("token_type", "Bearer");
        json.put("expires_in", issued.expiresInSeconds());
        json.put("scope", issued.scope());
        return unstored(Response.ok(json.toString()));
    }

    private Response refused(TokenRefusal refusal) {
        metrics.counter("tokens_refused", "error", refusal.error()).increment();
        var json = JsonNodeFactory.instance.objectNode();
        json.put("error", refusal.error());
        json.put("error_description", refusal.description());
        return unstored(Response.status(refusal.status()).entity(json.toString()));
    }

    private static Response unstored(Response.ResponseBuilder response) {
        return response.header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("Pragma", "no-cache")
                .type(MediaType.APPLICATION_JSON_TYPE)
                .build();
    }
}
