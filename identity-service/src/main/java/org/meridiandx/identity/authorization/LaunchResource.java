package org.meridiandx.identity.authorization;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.identity.oauth.OAuthAnswers;
import org.meridiandx.identity.oauth.OAuthRefusal;

/// `POST /oauth2/launch`: an EHR asks, with its token, for a handle to launch an app with.
@Path("/oauth2/launch")
public class LaunchResource {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_BYTES = 4_096;
    private final LaunchService launches;
    private final CurrentCaller caller;
    private final OAuthAnswers answers;
    private final String issuer;

    LaunchResource(
            LaunchService launches,
            CurrentCaller caller,
            OAuthAnswers answers,
            @ConfigProperty(name = "meridian.issuer") String issuer) {
        this.launches = launches;
        this.caller = caller;
        this.answers = answers;
        this.issuer = issuer;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<Response> launch(byte[] body) {
        return Uni.createFrom()
                .deferred(() -> launches.begin(caller.get(), parsed(body)))
                .map(this::begun)
                .onFailure(OAuthRefusal.class)
                .recoverWithUni(refusal -> answers.refused("launch", (OAuthRefusal) refusal));
    }

    private Response begun(String handle) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("launch", handle);
        json.put("iss", issuer + "/fhir/R4");
        json.put("expires_in", LaunchService.VALIDITY.toSeconds());
        return Response.fromResponse(answers.ok(json)).status(201).build();
    }

    private static JsonNode parsed(byte[] body) {
        try {
            if (body.length <= MAX_BYTES && JSON.readTree(body) instanceof JsonNode json && json.isObject()) {
                return json;
            }
        } catch (IOException malformed) {
            throw OAuthRefusal.request("body: it is no JSON.");
        }
        throw OAuthRefusal.request("body: send a JSON object with patient.");
    }
}
