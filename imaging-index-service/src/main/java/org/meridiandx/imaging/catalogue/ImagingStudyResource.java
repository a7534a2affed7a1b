package org.meridiandx.imaging.catalogue;

import io.smallrye.mutiny.Uni;
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
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.fhir.StoredResources;

/// `/fhir/R4/ImagingStudy`: read and search. Studies come in as images, never by this door.
///
/// **Source:** FHIR R4 http; UK Core ImagingStudy.
@Path("/fhir/R4/ImagingStudy")
public class ImagingStudyResource {
    private final StoredResources stored;
    private final CurrentCaller caller;

    ImagingStudyResource(StoredResources stored, CurrentCaller caller) {
        this.stored = stored;
        this.caller = caller;
    }

    @GET
    @Path("{id}")
    public Uni<Response> read(@PathParam("id") String id, @Context HttpHeaders headers) {
        return stored.read(
                caller.get(), ImagingStudySearch.IMAGING_STUDY, id, headers.getHeaderString(HttpHeaders.IF_NONE_MATCH));
    }

    @GET
    public Uni<Response> search(@Context UriInfo uri) {
        return stored.search(caller.get(), ImagingStudySearch.IMAGING_STUDY, uri.getQueryParameters());
    }

    @POST
    @Path("_search")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> searchByForm(MultivaluedMap<String, String> form) {
        return stored.search(caller.get(), ImagingStudySearch.IMAGING_STUDY, form);
    }
}
