package org.meridiandx.identity.patients;

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
import java.util.Optional;
import org.hl7.fhir.r4.model.Patient;
import org.jspecify.annotations.Nullable;
import org.meridiandx.access.Access;
import org.meridiandx.access.Action;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.fhir.IdentifierQuery;
import org.meridiandx.identity.patients.content.PatientIdentifier;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.telemetry.CorrelationIds;

/// `/fhir/R4/Patient`: read, versions, who said what, search, create, update.
@Path("/fhir/R4/Patient")
public class PatientResource {
    private final PatientService patients;
    private final PatientSearch search;
    private final PatientHistoryService history;
    private final Access access;
    private final CurrentCaller caller;

    PatientResource(
            PatientService patients,
            PatientSearch search,
            PatientHistoryService history,
            Access access,
            CurrentCaller caller) {
        this.patients = patients;
        this.search = search;
        this.history = history;
        this.access = access;
        this.caller = caller;
    }

    @GET
    @Path("/{id}")
    public Uni<Response> read(@PathParam("id") String id, @HeaderParam("If-None-Match") @Nullable String etag) {
        return search.read(caller.get(), id, etag);
    }

    @GET
    @Path("/{id}/_history/{version}")
    public Uni<Response> version(@PathParam("id") String id, @PathParam("version") String version) {
        access.requireScope(caller.get(), Action.READ, "Patient");
        var number = version.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(version) : 0;
        return history.version(caller.get(), id, number)
                .map(found -> found.map(resource -> FhirResponses.found(resource, null))
                        .orElseGet(() -> FhirResponses.refused(
                                ProblemCode.NOT_FOUND, "There is no such version. Read the Patient for the last.")));
    }

    @GET
    @Path("/{id}/$history-of-values")
    public Uni<Response> values(@PathParam("id") String id) {
        access.requireScope(caller.get(), Action.READ, "Patient");
        return history.values(caller.get(), id)
                .map(found -> found.map(values -> FhirResponses.ok(FhirJson.encode(values)))
                        .orElseGet(() -> FhirResponses.refused(
                                ProblemCode.NOT_FOUND, "There is no Patient with this id here.")));
    }

    @GET
    public Uni<Response> search(@Context UriInfo uri) {
        access.requireScope(caller.get(), Action.SEARCH, "Patient");
        return search.search(caller.get(), uri.getQueryParameters());
    }

    @POST
    @Path("/_search")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> searchByForm(MultivaluedMap<String, String> form) {
        access.requireScope(caller.get(), Action.SEARCH, "Patient");
        return search.search(caller.get(), form);
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    public Uni<Response> create(
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            @HeaderParam("If-None-Exist") @Nullable String ifNoneExist,
            byte[] body) {
        access.requireScope(caller.get(), Action.CREATE, "Patient");
        FhirResponses.requireJsonBody(contentType);
        var once = new PatientService.Once(CorrelationIds.currentRequest().orElse(""), conditionOf(ifNoneExist));
        return patients.create(caller.get(), FhirJson.parse(body, Patient.class), once)
                .map(PatientResource::answer);
    }

    @PUT
    @Path("/{id}")
    @Consumes(MediaType.WILDCARD)
    public Uni<Response> update(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            byte[] body) {
        access.requireScope(caller.get(), Action.UPDATE, "Patient");
        FhirResponses.requireJsonBody(contentType);
        var patient = FhirJson.parse(body, Patient.class);
        if (!id.equals(patient.getIdElement().getIdPart())) {
            throw ProblemException.of(
                    ProblemCode.INVALID_RESOURCE_ID,
                    "The id in the body and the id in the address must be the same.",
                    "Patient.id");
        }
        return patients.update(caller.get(), id, patient, FhirResponses.requireIfMatch(ifMatch))
                .map(PatientResource::answer);
    }

    private static Response answer(PatientWriteResult result) {
        return switch (result) {
            case PatientWriteResult.Created(var resource) -> FhirResponses.created("Patient", resource);
            case PatientWriteResult.Existing(var resource) -> FhirResponses.stored("Patient", resource);
            case PatientWriteResult.Updated(var resource) -> FhirResponses.stored("Patient", resource);
            case PatientWriteResult.NotFound() ->
                FhirResponses.refused(
                        ProblemCode.NOT_FOUND,
                        "There is no Patient with this id here. Create it with POST /fhir/R4/Patient.");
            case PatientWriteResult.VersionConflict(int current) ->
                FhirResponses.refused(
                        ProblemCode.PRECONDITION_FAILED,
                        "The Patient was changed since: it is at " + FhirResponses.etagOf(current)
                                + " now. Read it again and send the change with its ETag.");
            case PatientWriteResult.Duplicate() ->
                FhirResponses.refused(
                        ProblemCode.DUPLICATE,
                        "Another Patient has this NHS number or record number. Search by it and update that one, "
                                + "or create with If-None-Exist.",
                        "Patient.identifier");
            case PatientWriteResult.Merged(String survivingId) ->
                FhirResponses.refused(
                        ProblemCode.ILLEGAL_TRANSITION,
                        "This Patient is merged into Patient/" + survivingId + ". Change that one.",
                        "Patient.id");
            case PatientWriteResult.Repeated() ->
                FhirResponses.refused(
                        ProblemCode.DUPLICATE,
                        "This X-Request-ID was used for another Patient. Send a new one with each new request.");
            case PatientWriteResult.ManyMatches() ->
                FhirResponses.refused(
                        ProblemCode.MULTIPLE_MATCHES,
                        "If-None-Exist names more than one Patient. Name one by its system.");
        };
    }

    /// `identifier=system|value`, as FHIR searches write it.
    private static Optional<PatientIdentifier> conditionOf(@Nullable String ifNoneExist) {
        if (ifNoneExist == null) {
            return Optional.empty();
        }
        var asked = IdentifierQuery.parse(ifNoneExist);
        if (asked.system().isEmpty()) {
            throw ProblemException.of(
                    ProblemCode.INVALID_PARAMETER, "If-None-Exist names the identifier with its system here.");
        }
        return Optional.of(new PatientIdentifier(asked.system(), asked.value(), true));
    }
}
