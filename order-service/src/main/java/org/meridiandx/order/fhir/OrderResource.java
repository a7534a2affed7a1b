package org.meridiandx.order.fhir;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.meridiandx.access.Caller;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.fhir.SearchDefinition;
import org.meridiandx.fhir.StoredResources;
import org.meridiandx.order.records.ChangeResult;
import org.meridiandx.problem.ProblemCode;

/// What both resource types of this service answer alike: read, search, and what became of a change.
public abstract class OrderResource {
    private final SearchDefinition type;
    private final StoredResources stored;
    private final CurrentCaller caller;

    OrderResource(SearchDefinition type, Reading reading) {
        this.type = type;
        this.stored = reading.stored;
        this.caller = reading.caller;
    }

    /// What reading needs.
    @Singleton
    static class Reading {
        private final StoredResources stored;
        private final CurrentCaller caller;

        Reading(StoredResources stored, CurrentCaller caller) {
            this.stored = stored;
            this.caller = caller;
        }
    }

    @GET
    @Path("{id}")
    public Uni<Response> read(@PathParam("id") String id, @Context HttpHeaders headers) {
        return stored.read(caller(), type, id, headers.getHeaderString(HttpHeaders.IF_NONE_MATCH));
    }

    @GET
    public Uni<Response> search(@Context UriInfo uri) {
        return search(uri.getQueryParameters());
    }

    @POST
    @Path("_search")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> searchByForm(MultivaluedMap<String, String> form) {
        return search(form);
    }

    private Uni<Response> search(MultivaluedMap<String, String> parameters) {
        SearchChecks.requireNhsNumbers(parameters);
        return stored.search(caller(), type, parameters);
    }

    Caller caller() {
        return caller.get();
    }

    Response answer(ChangeResult result) {
        return switch (result) {
            case ChangeResult.Changed changed -> FhirResponses.stored(type.resourceType(), changed.resource());
            case ChangeResult.Missing ignored -> throw RecordAccess.missing();
            case ChangeResult.Illegal illegal ->
                FhirResponses.refused(
                        ProblemCode.ILLEGAL_TRANSITION, illegal.detail(), type.resourceType() + ".status");
            case ChangeResult.Stale stale ->
                FhirResponses.refused(
                        ProblemCode.VERSION_CONFLICT,
                        "Somebody changed it: it is at version " + stale.currentVersion()
                                + " now. Read it again, then repeat the change with its ETag.",
                        "If-Match");
            case ChangeResult.Refused refused ->
                FhirResponses.refused(refused.code(), refused.detail(), refused.expression());
        };
    }
}
