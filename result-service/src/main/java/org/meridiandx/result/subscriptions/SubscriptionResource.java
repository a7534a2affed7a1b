package org.meridiandx.result.subscriptions;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.Nullable;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.subscriptions.SubscriptionService.Changed;
import org.meridiandx.result.subscriptions.definition.DefinitionReader;

/// `/fhir/R4/Subscription`: the caller's own, and no others.
@Path("/fhir/R4/Subscription")
public class SubscriptionResource {
    private static final String TYPE = "Subscription";
    private final SubscriptionService subscriptions;
    private final DefinitionReader reader;
    private final CurrentCaller current;

    SubscriptionResource(SubscriptionService subscriptions, DefinitionReader reader, CurrentCaller current) {
        this.subscriptions = subscriptions;
        this.reader = reader;
        this.current = current;
    }

    /// Asks to be told. The handshake follows the answer.
    @POST
    public Uni<Response> create(byte[] body, @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType) {
        FhirResponses.requireJsonBody(contentType);
        return subscriptions.create(current.get(), reader.read(body)).map(changed -> switch (changed) {
            case Changed.Done done -> FhirResponses.created(TYPE, done.resource());
            default -> refused(changed);
        });
    }

    /// Changes how, where or whether to be told.
    @PUT
    @Path("{id}")
    public Uni<Response> change(
            @PathParam("id") String id,
            byte[] body,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        FhirResponses.requireJsonBody(contentType);
        var version = FhirResponses.requireIfMatch(ifMatch);
        return subscriptions
                .change(current.get(), id, version, reader.read(body))
                .map(changed -> switch (changed) {
                    case Changed.Done done -> FhirResponses.stored(TYPE, done.resource());
                    default -> refused(changed);
                });
    }

    @GET
    @Path("{id}")
    public Uni<Response> read(@PathParam("id") String id) {
        return subscriptions
                .read(current.get(), id)
                .map(found -> FhirResponses.found(found.orElseThrow(SubscriptionResource::missing), null));
    }

    /// All that the caller has.
    @GET
    public Uni<Response> list(UriInfo uri) {
        var asked = SubscriptionParameters.search(uri.getQueryParameters());
        return subscriptions
                .list(current.get(), asked.id(), asked.status())
                .map(found -> FhirResponses.ok(SubscriptionParameters.searchset(found)));
    }

    @DELETE
    @Path("{id}")
    public Uni<Response> remove(@PathParam("id") String id) {
        return subscriptions.remove(current.get(), id).map(isGone -> {
            if (!isGone) {
                throw missing();
            }
            return Response.noContent().build();
        });
    }

    /// How it stands.
    @GET
    @Path("{id}/{operation:(\\$|%24)status}")
    public Uni<Response> status(@PathParam("id") String id) {
        return subscriptions
                .status(current.get(), id)
                .map(found -> FhirResponses.ok(found.orElseThrow(SubscriptionResource::missing)));
    }

    /// Events by their numbers, to catch up with.
    @GET
    @Path("{id}/{operation:(\\$|%24)events}")
    public Uni<Response> events(@PathParam("id") String id, UriInfo uri) {
        var range = SubscriptionParameters.range(uri.getQueryParameters());
        return subscriptions
                .events(current.get(), id, range)
                .map(found -> FhirResponses.ok(found.orElseThrow(SubscriptionResource::missing)));
    }

    /// Tells again what was refused.
    @POST
    @Path("{id}/{operation:(\\$|%24)replay}")
    public Uni<Response> replay(
            @PathParam("id") String id,
            byte[] body,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType) {
        if (body.length > 0) {
            FhirResponses.requireJsonBody(contentType);
        }
        return subscriptions
                .replay(current.get(), id, SubscriptionParameters.replay(body))
                .map(found -> FhirResponses.ok(
                        SubscriptionParameters.replayed(found.orElseThrow(SubscriptionResource::missing))));
    }

    private static Response refused(Changed changed) {
        throw switch (changed) {
            case Changed.TooMany ignored ->
                ProblemException.of(
                        ProblemCode.BUSINESS_RULE, "The client has as many subscriptions as it may. Delete one first.");
            case Changed.Superseded old ->
                ProblemException.of(
                        ProblemCode.VERSION_CONFLICT,
                        "The subscription has changed: version " + old.version() + " is current.",
                        "Subscription.meta.versionId");
            case Changed.OtherTopic ignored ->
                ProblemException.of(
                        ProblemCode.BUSINESS_RULE,
                        "A subscription keeps its topic. Make another one.",
                        "Subscription.criteria");
            case Changed.Missing ignored -> missing();
            case Changed.Done done -> new IllegalStateException("not refused");
        };
    }

    private static ProblemException missing() {
        return ProblemException.of(ProblemCode.NOT_FOUND, "There is no Subscription with this id here.");
    }
}
