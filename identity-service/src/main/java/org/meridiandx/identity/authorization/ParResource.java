package org.meridiandx.identity.authorization;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.meridiandx.identity.oauth.OAuthAnswers;
import org.meridiandx.identity.oauth.OAuthRefusal;
import org.meridiandx.identity.oauth.OAuthRequests;
import org.meridiandx.identity.proofs.ClientAuthentication;

/// `/oauth2/par`: the app pushes its request before it sends the browser. **Source:** RFC 9126.
@Path("/oauth2/par")
public class ParResource {
    private final ClientAuthentication authentication;
    private final RequestService requests;
    private final OAuthRequests http;
    private final OAuthAnswers answers;

    ParResource(
            ClientAuthentication authentication, RequestService requests, OAuthRequests http, OAuthAnswers answers) {
        this.authentication = authentication;
        this.requests = requests;
        this.http = http;
        this.answers = answers;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    public Uni<Response> push(byte[] body) {
        return Uni.createFrom()
                .item(() -> http.read(body))
                .chain(request -> authentication
                        .authenticate(request)
                        .chain(client -> requests.push(client.client(), request.form())))
                .map(this::pushed)
                .onFailure(OAuthRefusal.class)
                .recoverWithUni(refusal -> answers.refused("par", (OAuthRefusal) refusal));
    }

    private Response pushed(String uri) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("request_uri", uri);
        json.put("expires_in", RequestService.PUSHED_VALIDITY.toSeconds());
        return Response.fromResponse(answers.ok(json)).status(201).build();
    }
}
