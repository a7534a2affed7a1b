package org.meridiandx.identity.patients.duplicates;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.meridiandx.access.Access;
import org.meridiandx.access.Action;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.identity.paging.EntryId;
import org.meridiandx.identity.paging.NextPage;
import org.meridiandx.identity.paging.Page;
import org.meridiandx.identity.patients.PatientRoles;
import org.meridiandx.identity.patients.duplicates.DuplicateService.Settlement;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// The work list of possible duplicates: `GET Patient/$possible-duplicates`, one of them side by side
/// below it by its id, and `POST …/$resolve` with `resolution` (`same` with `survivor`, or `different`).
@Path("/fhir/R4/Patient/$possible-duplicates")
public class DuplicateResource {
    private final DuplicateService duplicates;
    private final Access access;
    private final CurrentCaller caller;
    private final NextPage next;

    DuplicateResource(
            DuplicateService duplicates,
            Access access,
            CurrentCaller caller,
            @ConfigProperty(name = "meridian.issuer") String baseUrl) {
        this.duplicates = duplicates;
        this.access = access;
        this.caller = caller;
        this.next = new NextPage(baseUrl + "/fhir/R4/Patient/$possible-duplicates");
    }

    @GET
    public Uni<Response> list(
            @QueryParam("status") @DefaultValue("open") String status,
            @QueryParam("patient") Optional<String> patient,
            @QueryParam("_count") @DefaultValue("20") String count,
            @QueryParam("_cursor") Optional<String> cursor,
            @Context UriInfo address) {
        requireAdministrator(Action.SEARCH);
        return duplicates
                .list(DuplicateQuery.of(status, count, patient, cursor))
                .map(page -> FhirResponses.ok(FhirJson.encode(listOf(page, address))));
    }

    /// The entries, and `next`, the address of the following page, where there is one.
    private Parameters listOf(Page<PossibleDuplicate> page, UriInfo address) {
        var answer = new Parameters();
        page.shown().forEach(duplicate -> tell(answer.addParameter().setName("possible-duplicate"), duplicate));
        next.tell(answer, address, page.next());
        return answer;
    }

    @GET
    @Path("/{id}")
    public Uni<Response> view(@PathParam("id") String id) {
        requireAdministrator(Action.READ);
        return duplicates
                .view(caller.get(), EntryId.of(id))
                .map(found -> found.map(DuplicateResource::sideBySide).orElseGet(DuplicateResource::unknown));
    }

    @POST
    @Path("/{id}/$resolve")
    @Consumes(MediaType.WILDCARD)
    public Uni<Response> resolve(@PathParam("id") String id, byte[] body) {
        requireAdministrator(Action.UPDATE);
        var asked = FhirJson.parse(body, Parameters.class);
        var survivor = switch (textOf(asked, "resolution")) {
            case "different" -> Optional.<String>empty();
            case "same" -> Optional.of(survivorOf(asked));
            default ->
                throw ProblemException.of(ProblemCode.INVALID_VALUE, "resolution is same or different.", "resolution");
        };
        return duplicates.settle(caller.get(), EntryId.of(id), survivor).map(DuplicateResource::answer);
    }

    private void requireAdministrator(Action action) {
        access.requireScope(caller.get(), action, "Patient");
        PatientRoles.requireAdministrator(caller.get());
    }

    private static String survivorOf(Parameters asked) {
        var survivor = asked.getParameter("survivor");
        if (survivor != null
                && survivor.getValue() instanceof Reference reference
                && reference.getReferenceElement().hasIdPart()) {
            return reference.getReferenceElement().getIdPart();
        }
        throw ProblemException.of(
                ProblemCode.MISSING_VALUE, "Send survivor as a Reference to the Patient that lives on.", "survivor");
    }

    private static String textOf(Parameters asked, String name) {
        return hasValue(asked, name)
                ? String.valueOf(asked.getParameter(name).getValue().primitiveValue())
                : "";
    }

    private static Response sideBySide(DuplicateService.Pair pair) {
        var answer = new Parameters();
        tell(answer.addParameter().setName("possible-duplicate"), pair.duplicate());
        pair.shown()
                .forEach(patient -> answer.addParameter()
                        .setName("patient")
                        .setResource(FhirJson.read(patient.content(), Patient.class)));
        return FhirResponses.ok(FhirJson.encode(answer));
    }

    private static void tell(ParametersParameterComponent told, PossibleDuplicate duplicate) {
        told.addPart().setName("id").setValue(new StringType(duplicate.id().toString()));
        told.addPart().setName("one").setValue(new Reference("Patient/" + duplicate.oneId()));
        told.addPart().setName("other").setValue(new Reference("Patient/" + duplicate.otherId()));
        told.addPart().setName("score").setValue(new DecimalType(duplicate.score()));
        told.addPart().setName("grade").setValue(new StringType(duplicate.grade()));
        told.addPart().setName("reasons").setValue(new StringType(duplicate.reasons()));
        told.addPart().setName("found").setValue(new DateTimeType(java.util.Date.from(duplicate.foundAt())));
        told.addPart().setName("status").setValue(new StringType(duplicate.status()));
    }

    private static Response unknown() {
        return FhirResponses.refused(ProblemCode.NOT_FOUND, "There is no such entry. $possible-duplicates lists them.");
    }

    private static Response answer(Settlement settlement) {
        return switch (settlement) {
            case Settlement.Settled(String status) -> settled(status);
            case Settlement.Before(String status) -> settled(status);
            case Settlement.Unknown() -> unknown();
            case Settlement.Refused() ->
                FhirResponses.refused(
                        ProblemCode.ILLEGAL_TRANSITION,
                        "The records have been merged or parted since. Look at both again.");
        };
    }

    private static Response settled(String status) {
        var answer = new Parameters();
        answer.addParameter().setName("status").setValue(new StringType(status));
        return FhirResponses.ok(FhirJson.encode(answer));
    }

    private static boolean hasValue(Parameters asked, String name) {
        return asked.hasParameter(name) && asked.getParameter(name).hasValue();
    }
}
