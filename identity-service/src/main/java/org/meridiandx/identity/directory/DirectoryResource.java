package org.meridiandx.identity.directory;

import io.smallrye.mutiny.Uni;
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
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.meridiandx.access.Access;
import org.meridiandx.access.Action;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.fhir.StoredResources;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// The six types of the directory: read, vread, search, and update (which creates) for the region's
/// operators.
///
/// No relationship is asked for, since no patient is named; a token with the scope is.
@Path("/fhir/R4/{type:Organization|Location|HealthcareService|Endpoint|PractitionerRole|Practitioner}")
public class DirectoryResource {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");
    private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,8}");
    private final DirectoryService directory;
    private final StoredResources stored;
    private final Access access;
    private final CurrentCaller caller;

    DirectoryResource(DirectoryService directory, StoredResources stored, Access access, CurrentCaller caller) {
        this.directory = directory;
        this.stored = stored;
        this.access = access;
        this.caller = caller;
    }

    @GET
    @Path("/{id}")
    public Uni<Response> read(
            @PathParam("type") String type,
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String etag) {
        return stored.read(caller.get(), typeOf(type).search(), id, etag);
    }

    @GET
    @Path("/{id}/_history/{version}")
    public Uni<Response> readVersion(
            @PathParam("type") String type, @PathParam("id") String id, @PathParam("version") String version) {
        access.requireScope(caller.get(), Action.READ, type);
        if (!VERSION.matcher(version).matches()) {
            throw noVersion(type);
        }
        return directory
                .version(typeOf(type), id, Integer.parseInt(version))
                .map(found -> FhirResponses.found(found.orElseThrow(() -> noVersion(type)), null));
    }

    @GET
    public Uni<Response> search(@PathParam("type") String type, @Context UriInfo uri) {
        return stored.search(caller.get(), typeOf(type).search(), uri.getQueryParameters());
    }

    @POST
    @Path("/_search")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> searchByForm(@PathParam("type") String type, MultivaluedMap<String, String> form) {
        return stored.search(caller.get(), typeOf(type).search(), form);
    }

    @PUT
    @Path("/{id}")
    @Consumes(MediaType.WILDCARD)
    public Uni<Response> update(
            @PathParam("type") String type,
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            byte[] body) {
        access.requireScope(caller.get(), Action.UPDATE, type);
        DirectoryEditors.require(caller.get());
        FhirResponses.requireJsonBody(contentType);
        var resource = FhirJson.parse(body);
        if (!type.equals(resource.fhirType())) {
            throw ProblemException.of(
                    ProblemCode.INVALID_VALUE,
                    "This address takes " + type + ", the body is " + resource.fhirType() + ".",
                    "resourceType");
        }
        if (!id.equals(resource.getIdElement().getIdPart()) || !ID.matcher(id).matches()) {
            throw ProblemException.of(
                    ProblemCode.INVALID_RESOURCE_ID,
                    "The id in the body and the id in the address must be the same: letters, digits, - and ., up to 64.",
                    type + ".id");
        }
        var seen = ifMatch == null ? OptionalInt.empty() : OptionalInt.of(FhirResponses.requireIfMatch(ifMatch));
        return directory.put(caller.get(), resource, seen).map(result -> answer(type, result));
    }

    private static Response answer(String type, DirectoryWriteResult result) {
        return switch (result) {
            case DirectoryWriteResult.Created(var resource) -> FhirResponses.created(type, resource);
            case DirectoryWriteResult.Changed(var resource, var closed) -> FhirResponses.stored(type, resource);
            case DirectoryWriteResult.Unchanged(var resource) -> FhirResponses.stored(type, resource);
            case DirectoryWriteResult.KeptByOther(var keeper) ->
                FhirResponses.refused(
                        ProblemCode.ILLEGAL_TRANSITION,
                        "This entry is kept by the load of published ODS files: have it changed there, and load again.");
            case DirectoryWriteResult.VersionConflict(int current) ->
                FhirResponses.refused(
                        ProblemCode.PRECONDITION_FAILED,
                        current == 0
                                ? "There is no " + type + " with this id yet. Send it without If-Match to create it."
                                : "It is at " + FhirResponses.etagOf(current)
                                        + " now. Read it again and send the change with its ETag in If-Match.");
        };
    }

    private DirectoryType typeOf(String name) {
        return directory
                .type(name)
                .orElseThrow(
                        () -> ProblemException.of(ProblemCode.UNKNOWN_ROUTE, "There is no type " + name + " here."));
    }

    private static ProblemException noVersion(String type) {
        return ProblemException.of(ProblemCode.NOT_FOUND, "There is no such version of this " + type + " here.");
    }
}
