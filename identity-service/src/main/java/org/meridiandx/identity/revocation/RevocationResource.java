package org.meridiandx.identity.revocation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.meridiandx.identity.oauth.OAuthAnswers;
import org.meridiandx.identity.oauth.OAuthRefusal;
import org.meridiandx.identity.oauth.OAuthRequest;
import org.meridiandx.identity.oauth.OAuthRequests;
import org.meridiandx.identity.proofs.AuthenticatedClient;
import org.meridiandx.identity.proofs.ClientAuthentication;

/// Introspection and revocation. Both need a client assertion, as the token endpoint does.
///
/// A client may revoke and look into its own tokens, one of role `operator` all. About other tokens
/// both answer as about tokens that do not exist.
/// **Source:** RFC 7662, RFC 7009.
@Path("/oauth2")
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
public class RevocationResource {
    private static final List<String> TOLD = List.of(
            "iss",
            "sub",
            "client_id",
            "jti",
            "scope",
            "organisation",
            "role",
            "role_profile",
            "fhirUser",
            "patient",
            "purpose",
            "region");
    private final OwnTokens tokens;
    private final RevocationService revocations;
    private final ClientAuthentication authentication;
    private final OAuthRequests requests;
    private final OAuthAnswers answers;

    RevocationResource(
            OwnTokens tokens,
            RevocationService revocations,
            ClientAuthentication authentication,
            OAuthRequests requests,
            OAuthAnswers answers) {
        this.tokens = tokens;
        this.revocations = revocations;
        this.authentication = authentication;
        this.requests = requests;
        this.answers = answers;
    }

    @POST
    @Path("/introspect")
    public Uni<Response> introspect(byte[] body) {
        return Uni.createFrom()
                .item(() -> requests.read(body))
                .chain(request -> authentication.authenticate(request).chain(client -> state(client, request)))
                .map(answers::ok)
                .onFailure(OAuthRefusal.class)
                .recoverWithUni(refusal -> answers.refused("introspect", (OAuthRefusal) refusal));
    }

    @POST
    @Path("/revoke")
    public Uni<Response> revoke(byte[] body) {
        return Uni.createFrom()
                .item(() -> requests.read(body))
                .chain(request -> authentication.authenticate(request).chain(client -> stop(client, request)))
                .map(done -> answers.ok(JsonNodeFactory.instance.objectNode()))
                .onFailure(OAuthRefusal.class)
                .recoverWithUni(refusal -> answers.refused("revoke", (OAuthRefusal) refusal));
    }

    private static String tokenOf(OAuthRequest request) {
        return request.form().require("token", "Send the access token.");
    }

    private Optional<OwnTokens.OwnToken> visible(AuthenticatedClient client, OAuthRequest request) {
        var isOperator = client.client().role().equals("operator");
        return tokens.read(tokenOf(request))
                .filter(token ->
                        isOperator || token.clientId().equals(client.client().clientId()));
    }

    private Uni<ObjectNode> state(AuthenticatedClient client, OAuthRequest request) {
        if (client.client().isPublic()) {
            throw OAuthRefusal.client("client_id: an app without keys cannot look into tokens.");
        }
        var token = visible(client, request);
        if (token.isEmpty()) {
            return Uni.createFrom().item(inactive());
        }
        return tokens.isRevoked(token.get()).map(revoked -> revoked ? inactive() : active(token.get()));
    }

    private Uni<Void> stop(AuthenticatedClient client, OAuthRequest request) {
        return visible(client, request)
                .map(token -> revocations
                        .leaveTrace(client.client(), "access-token")
                        .chain(() -> revocations.revoke(token.id(), token.clientId(), token.expires())))
                .orElseGet(() -> tokens.revokeOther(tokenOf(request), client.client()));
    }

    private static ObjectNode inactive() {
        return JsonNodeFactory.instance.objectNode().put("active", false);
    }

    private static ObjectNode active(OwnTokens.OwnToken token) {
        var json = JsonNodeFactory.instance.objectNode().put("active", true);
        TOLD.forEach(claim -> token.jwt().text(claim).ifPresent(text -> json.put(claim, text)));
        json.put("aud", token.jwt().audience().getFirst());
        json.put("iat", token.issuedAt().getEpochSecond());
        json.put("exp", token.expires().getEpochSecond());
        var jkt = token.jwt().text("cnf", "jkt");
        json.put("token_type", jkt.isPresent() ? "DPoP" : "Bearer");
        jkt.ifPresent(thumbprint -> json.putObject("cnf").put("jkt", thumbprint));
        token.jwt()
                .text("cnf", "x5t#S256")
                .ifPresent(digest -> json.withObject("/cnf").put("x5t#S256", digest));
        return json;
    }
}
