package org.meridiandx.identity.tokens;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.meridiandx.identity.oauth.OAuthAnswers;
import org.meridiandx.identity.oauth.OAuthRefusal;
import org.meridiandx.identity.oauth.OAuthRequests;

/// `/oauth2`: tokens, and the keys to check them by.
@Path("/oauth2")
public class TokenResource {
    private final TokenService tokens;
    private final OAuthRequests requests;
    private final OAuthAnswers answers;
    private final KeyRing keys;
    private final MeterRegistry metrics;

    TokenResource(
            TokenService tokens, OAuthRequests requests, OAuthAnswers answers, KeyRing keys, MeterRegistry metrics) {
        this.tokens = tokens;
        this.requests = requests;
        this.answers = answers;
        this.keys = keys;
        this.metrics = metrics;
    }

    /// Takes any content type, so that a wrong one is refused in the words of OAuth 2.
    @POST
    @Path("/token")
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<Response> token(byte[] body) {
        return Uni.createFrom()
                .deferred(() -> tokens.issue(requests.read(body)))
                .map(this::issued)
                .onFailure(OAuthRefusal.class)
                .recoverWithUni(refusal -> answers.refused("token", (OAuthRefusal) refusal));
    }

    @GET
    @Path("/jwks")
    @Produces(MediaType.APPLICATION_JSON)
    public Response keys() {
        return Response.ok(keys.toJwks())
                .header(HttpHeaders.CACHE_CONTROL, "public, max-age=300")
                .build();
    }

    private Response issued(TokenGrant.Granted granted) {
        metrics.counter("tokens_issued").increment();
        var issued = granted.issued();
        var json = JsonNodeFactory.instance.objectNode();
        json.put("access_token", issued.token());
        json.put("token_type", issued.type());
        json.put("expires_in", issued.expiresInSeconds());
        json.put("scope", issued.scope());
        granted.more().forEach(json::putPOJO);
        return answers.ok(json);
    }
}
