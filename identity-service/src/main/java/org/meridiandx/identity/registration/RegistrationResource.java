package org.meridiandx.identity.registration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.identity.clients.ClientNotices;
import org.meridiandx.identity.clients.ClientRegistration;
import org.meridiandx.identity.oauth.OAuthAnswers;
import org.meridiandx.identity.oauth.OAuthRefusal;

/// `/oauth2/register`: registrations, for clients of role `developer` and `operator`.
/// **Source:** RFC 7591, RFC 7592.
@Path("/oauth2/register")
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
public class RegistrationResource {
    private final RegistrationService registrations;
    private final CurrentCaller caller;
    private final OAuthAnswers answers;
    private final RegistrationMapper mapper;
    private final ClientNotices notices;

    RegistrationResource(
            RegistrationService registrations,
            CurrentCaller caller,
            OAuthAnswers answers,
            ClientNotices notices,
            @ConfigProperty(name = "meridian.issuer") String issuer) {
        this.registrations = registrations;
        this.caller = caller;
        this.answers = answers;
        this.notices = notices;
        this.mapper = new RegistrationMapper(issuer);
    }

    @POST
    public Uni<Response> register(byte[] body) {
        var registered = Uni.createFrom()
                .deferred(() -> registrations.register(caller.get(), ClientMetadata.parse(body)))
                .map(registration -> Response.fromResponse(answers.ok(mapper.toJson(registration)))
                        .status(Response.Status.CREATED)
                        .build());
        return refusable(registered);
    }

    @GET
    public Uni<Response> list() {
        return registrations.list(caller.get()).map(found -> {
            var json = JsonNodeFactory.instance.objectNode();
            var array = json.putArray("clients");
            found.forEach(registration -> array.add(mapper.toJson(registration)));
            return answers.ok(json);
        });
    }

    @GET
    @Path("/{id}")
    public Uni<Response> read(@PathParam("id") String id) {
        return answer(registrations.find(caller.get(), id));
    }

    /// What the people behind the client should hear of: changed keys and attempts to be it.
    @GET
    @Path("/{id}/notices")
    public Uni<Response> notices(@PathParam("id") String id) {
        return registrations
                .find(caller.get(), id)
                .chain(found -> notices.of(found.client().clientId()))
                .map(found -> {
                    var json = JsonNodeFactory.instance.objectNode();
                    var array = json.putArray("notices");
                    found.forEach(notice -> array.addObject()
                            .put("kind", notice.kind())
                            .put("detail", notice.detail())
                            .put("first", notice.firstAt().toString())
                            .put("last", notice.lastAt().toString())
                            .put("times", notice.times()));
                    return answers.ok(json);
                });
    }

    @PUT
    @Path("/{id}")
    public Uni<Response> replace(@PathParam("id") String id, byte[] body) {
        return answer(
                Uni.createFrom().deferred(() -> registrations.replace(caller.get(), id, ClientMetadata.parse(body))));
    }

    @POST
    @Path("/{id}/approve")
    public Uni<Response> approve(@PathParam("id") String id, byte[] body) {
        return answer(Uni.createFrom().deferred(() -> {
            var decision = ClientMetadata.parse(body.length == 0 ? new byte[] {'{', '}'} : body);
            return registrations.approve(caller.get(), id, decision);
        }));
    }

    @POST
    @Path("/{id}/disable")
    public Uni<Response> disable(@PathParam("id") String id) {
        return answer(registrations.disable(caller.get(), id));
    }

    private Uni<Response> answer(Uni<ClientRegistration> registration) {
        return refusable(registration.map(mapper::toJson).map((JsonNode json) -> answers.ok(json)));
    }

    private Uni<Response> refusable(Uni<Response> answer) {
        return answer.onFailure(OAuthRefusal.class)
                .recoverWithUni(refusal -> answers.refused("register", (OAuthRefusal) refusal));
    }
}
