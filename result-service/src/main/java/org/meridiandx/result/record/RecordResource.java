package org.meridiandx.result.record;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.result.record.types.RecordType;

/// `PUT /fhir/R4/[type]/[id]` for the types of the shared record. All else is done with them as with results.
@Path("/fhir/R4")
public class RecordResource {
    private final RecordUpdateService updates;
    private final CurrentCaller current;

    RecordResource(RecordUpdateService updates, CurrentCaller current) {
        this.updates = updates;
        this.current = current;
    }

    @PUT
    @Path(
            "{type:AllergyIntolerance|Condition|MedicationRequest|MedicationStatement|Immunization|Procedure|Encounter|CarePlan}/{id}")
    public Uni<Response> update(
            @PathParam("type") String type,
            @PathParam("id") String id,
            byte[] body,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        FhirResponses.requireJsonBody(contentType);
        var known = RecordType.named(type).orElseThrow(NotFoundException::new);
        var version = FhirResponses.requireIfMatch(ifMatch);
        return updates.update(current.get(), new RecordUpdateService.Change(known, id, version, body));
    }
}
