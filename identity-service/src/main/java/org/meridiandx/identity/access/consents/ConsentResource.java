package org.meridiandx.identity.access.consents;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.hl7.fhir.r4.model.Consent;
import org.jspecify.annotations.Nullable;
import org.meridiandx.access.Access;
import org.meridiandx.access.Action;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.fhir.ResourceCapability;
import org.meridiandx.fhir.StoredResources;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.telemetry.CorrelationIds;

/// `/fhir/R4/Consent`: read, search, create, update.
@Path("/fhir/R4/Consent")
public class ConsentResource {
    private final ConsentService consents;
    private final StoredResources stored;
    private final Access access;
    private final CurrentCaller caller;

    ConsentResource(ConsentService consents, StoredResources stored, Access access, CurrentCaller caller) {
        this.consents = consents;
        this.stored = stored;
        this.access = access;
        this.caller = caller;
    }

    @GET
    @Path("/{id}")
    public Uni<Response> read(@PathParam("id") String id, @HeaderParam("If-None-Match") @Nullable String etag) {
        return stored.read(caller.get(), ConsentService.SEARCH, id, etag);
    }

    @GET
    public Uni<Response> search(@Context UriInfo uri) {
        return stored.search(caller.get(), ConsentService.SEARCH, uri.getQueryParameters());
    }

    @POST
    @Path("/_search")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> searchByForm(MultivaluedMap<String, String> form) {
        return stored.search(caller.get(), ConsentService.SEARCH, form);
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    public Uni<Response> create(@HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType, byte[] body) {
        access.requireScope(caller.get(), Action.CREATE, ConsentService.TYPE);
        FhirResponses.requireJsonBody(contentType);
        return consents.create(
                        caller.get(),
                        FhirJson.parse(body, Consent.class),
                        CorrelationIds.currentRequest().orElse(""))
                .map(resource -> FhirResponses.created(ConsentService.TYPE, resource));
    }

    @PUT
    @Path("/{id}")
    @Consumes(MediaType.WILDCARD)
    public Uni<Response> update(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            byte[] body) {
        access.requireScope(caller.get(), Action.UPDATE, ConsentService.TYPE);
        FhirResponses.requireJsonBody(contentType);
        var consent = FhirJson.parse(body, Consent.class);
        if (!id.equals(consent.getIdElement().getIdPart())) {
            throw ProblemException.of(
                    ProblemCode.INVALID_RESOURCE_ID,
                    "The id in the body and the id in the address must be the same.",
                    "Consent.id");
        }
        return consents.update(caller.get(), id, consent, FhirResponses.requireIfMatch(ifMatch))
                .map(resource -> FhirResponses.stored(ConsentService.TYPE, resource));
    }

    @Produces
    @Singleton
    static ResourceCapability capability() {
        return new ResourceCapability(
                ConsentService.SEARCH,
                ConsentMapper.PROFILE,
                List.of("read", "search-type", "create", "update"),
                List.of());
    }
}
