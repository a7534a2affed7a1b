package org.meridiandx.identity.organisations;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.fhir.ResourceCapability;
import org.meridiandx.fhir.SearchDefinition;
import org.meridiandx.fhir.StoredResources;

/// `/fhir/R4/Organization`: read and search. Organisations are registered by the region, not by
/// callers.
@Path("/fhir/R4/Organization")
public class OrganisationResource {
    static final SearchDefinition SEARCH = SearchDefinition.of("Organization", "organisation")
            .token("identifier", "'" + IdentifierSystems.ODS_ORGANISATION + "'", "ods_code")
            .text("name", "name")
            .build();
    private final StoredResources stored;
    private final CurrentCaller caller;

    OrganisationResource(StoredResources stored, CurrentCaller caller) {
        this.stored = stored;
        this.caller = caller;
    }

    @GET
    @Path("/{id}")
    public Uni<Response> read(@PathParam("id") String id, @HeaderParam("If-None-Match") @Nullable String etag) {
        return stored.read(caller.get(), SEARCH, id, etag);
    }

    @GET
    public Uni<Response> search(@Context UriInfo uri) {
        return stored.search(caller.get(), SEARCH, uri.getQueryParameters());
    }

    @POST
    @Path("/_search")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> searchByForm(MultivaluedMap<String, String> form) {
        return stored.search(caller.get(), SEARCH, form);
    }

    @Produces
    @Singleton
    static ResourceCapability capability() {
        return new ResourceCapability(SEARCH, OrganisationMapper.PROFILE, List.of("read", "search-type"), List.of());
    }
}
