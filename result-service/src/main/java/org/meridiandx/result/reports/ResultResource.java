package org.meridiandx.result.reports;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.Nullable;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.fhir.StoredResources;
import org.meridiandx.result.resources.KeptType;

/// `/fhir/R4/[type]`: what all types that are kept here do alike.
@Path("/fhir/R4")
public class ResultResource {
    static final String TYPE =
            "{type:DiagnosticReport|Observation|Specimen|AllergyIntolerance|Condition|MedicationRequest"
                    + "|MedicationStatement|Immunization|Procedure|Encounter|CarePlan}";
    private final StoredResources stored;
    private final CreateService create;
    private final CurrentCaller current;

    ResultResource(StoredResources stored, CreateService create, CurrentCaller current) {
        this.stored = stored;
        this.create = create;
        this.current = current;
    }

    @GET
    @Path(TYPE + "/{id}")
    public Uni<Response> read(
            @PathParam("type") String type,
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        return stored.read(current.get(), typeOf(type).definition(), id, ifNoneMatch);
    }

    @GET
    @Path(TYPE)
    public Uni<Response> search(@PathParam("type") String type, UriInfo uri) {
        return stored.search(current.get(), typeOf(type).definition(), uri.getQueryParameters());
    }

    /// The parameters are those of the form and those of the URL.
    @POST
    @Path(TYPE + "/_search")
    @Consumes("application/x-www-form-urlencoded")
    public Uni<Response> searchByForm(
            @PathParam("type") String type, MultivaluedMap<String, String> form, UriInfo uri) {
        var parameters = new MultivaluedHashMap<String, String>(uri.getQueryParameters());
        form.forEach((name, values) -> values.forEach(value -> parameters.add(name, value)));
        return stored.search(current.get(), typeOf(type).definition(), parameters);
    }

    @POST
    @Path(TYPE)
    public Uni<Response> create(
            @PathParam("type") String type,
            byte[] body,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            @HeaderParam("If-None-Exist") @Nullable String ifNoneExist) {
        return create.create(current.get(), new CreateService.Request(typeOf(type), body, contentType, ifNoneExist));
    }

    static KeptType typeOf(String name) {
        return KeptTypes.named(name).orElseThrow(NotFoundException::new);
    }
}
