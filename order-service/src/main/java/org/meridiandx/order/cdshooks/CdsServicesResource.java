package org.meridiandx.order.cdshooks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.meridiandx.access.Access;
import org.meridiandx.access.Action;
import org.meridiandx.access.Caller;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.order.cdshooks.calls.Hook;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// `/cds-services`: discovery for everybody, hooks and feedback for registered clients.
///
/// **Source:** CDS Hooks 2.0.
@Path("/cds-services")
public class CdsServicesResource {
    private static final ObjectNode DISCOVERY = discovery();

    private final HookService hooks;
    private final Access access;
    private final CurrentCaller caller;
    private final Clock clock;

    CdsServicesResource(HookService hooks, Access access, CurrentCaller caller, Clock clock) {
        this.hooks = hooks;
        this.access = access;
        this.caller = caller;
        this.clock = clock;
    }

    private static ObjectNode discovery() {
        var json = JsonNodeFactory.instance.objectNode();
        var services = json.putArray("services");
        for (var hook : Hook.values()) {
            var service = services.addObject();
            service.put("hook", hook.id());
            service.put("title", hook.title());
            service.put("description", hook.description());
            service.put("id", hook.id());
            var prefetch = service.putObject("prefetch");
            hook.prefetch().forEach(prefetch::put);
            service.put("usageRequirements", "Draft for clinical review; not for clinical use.");
        }
        return json;
    }

    @GET
    public Response discover() {
        return json(DISCOVERY);
    }

    @POST
    @Path("{id}")
    public Uni<Response> call(
            @PathParam("id") String id, @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String type, byte[] body) {
        var hook = hook(id);
        var who = allowed(type);
        return hooks.answer(who, hook, body).map(CdsServicesResource::json);
    }

    @POST
    @Path("{id}/feedback")
    public Uni<Response> feedback(
            @PathParam("id") String id, @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String type, byte[] body) {
        hook(id);
        var who = allowed(type);
        return hooks.learn(who, body, clock.instant())
                .replaceWith(() -> Response.ok().build());
    }

    private Caller allowed(@Nullable String type) {
        var who = caller.get();
        access.requireScope(who, Action.READ, "ServiceRequest");
        FhirResponses.requireJsonBody(type);
        return who;
    }

    private static Hook hook(String id) {
        return Hook.ofService(id)
                .orElseThrow(() -> ProblemException.of(
                        ProblemCode.NOT_FOUND, "There is no such service. GET /cds-services lists those there are."));
    }

    private static Response json(ObjectNode body) {
        return Response.ok(body.toString())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .build();
    }
}
