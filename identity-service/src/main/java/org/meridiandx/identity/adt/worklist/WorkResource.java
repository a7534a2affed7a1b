package org.meridiandx.identity.adt.worklist;

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
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
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
import org.meridiandx.identity.paging.QueryNames;
import org.meridiandx.identity.patients.PatientRoles;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// The work list of messages in doubt: `GET Patient/$messages-in-doubt`, one of them below it by its
/// id, and `POST …/$resolve` with `resolution` (`applied` with `patient`, `done` or `dismissed`) and
/// `note`.
@Path("/fhir/R4/Patient/$messages-in-doubt")
public class WorkResource {
    private static final Set<String> PARAMETERS = Set.of("status", "kind", "patient", "_count", "_cursor");
    private static final String APPLIED = "applied";
    private static final String PATIENT = "Patient/";
    private static final int LONGEST_NOTE = 1_000;
    private final WorkService work;
    private final Access access;
    private final CurrentCaller caller;
    private final NextPage next;

    WorkResource(
            WorkService work,
            Access access,
            CurrentCaller caller,
            @ConfigProperty(name = "meridian.issuer") String baseUrl) {
        this.work = work;
        this.access = access;
        this.caller = caller;
        this.next = new NextPage(baseUrl + "/fhir/R4/Patient/$messages-in-doubt");
    }

    @GET
    public Uni<Response> list(
            @QueryParam("status") @DefaultValue("open") String status,
            @QueryParam("_count") @DefaultValue("20") String count,
            @QueryParam("_cursor") Optional<String> cursor,
            @Context UriInfo address) {
        requireAdministrator(Action.SEARCH);
        QueryNames.require(address, PARAMETERS);
        var asked = address.getQueryParameters();
        var filter = new WorkQuery.Filter(
                Optional.ofNullable(asked.getFirst("kind")), Optional.ofNullable(asked.getFirst("patient")));
        return work.list(WorkQuery.of(status, count, filter, cursor))
                .map(page -> FhirResponses.ok(FhirJson.encode(listOf(page, address))));
    }

    @GET
    @Path("/{id}")
    public Uni<Response> view(@PathParam("id") String id, @Context UriInfo address) {
        requireAdministrator(Action.READ);
        QueryNames.require(address, Set.of());
        return work.view(caller.get(), EntryId.of(id))
                .map(found -> found.map(WorkResource::sideBySide).orElseGet(WorkResource::unknown));
    }

    @POST
    @Path("/{id}/$resolve")
    @Consumes(MediaType.WILDCARD)
    public Uni<Response> resolve(@PathParam("id") String id, @Context UriInfo address, byte[] body) {
        requireAdministrator(Action.UPDATE);
        QueryNames.require(address, Set.of());
        var asked = FhirJson.parse(body, Parameters.class);
        var resolution = textOf(asked, "resolution");
        if (!List.of(APPLIED, "done", "dismissed").contains(resolution)) {
            throw ProblemException.of(
                    ProblemCode.INVALID_VALUE, "resolution is applied, done or dismissed.", "resolution");
        }
        var note = textOf(asked, "note").strip();
        if (note.isEmpty() || note.length() > LONGEST_NOTE || note.indexOf(0) >= 0) {
            throw ProblemException.of(
                    ProblemCode.MISSING_VALUE, "Say in note why, in at most " + LONGEST_NOTE + " characters.", "note");
        }
        var decision = new WorkService.Decision(resolution, note, caller.get().actor());
        var settled = resolution.equals(APPLIED)
                ? work.apply(caller.get(), EntryId.of(id), decision, patientOf(asked))
                : work.settle(caller.get(), EntryId.of(id), decision);
        return settled.map(WorkResource::answer);
    }

    private static String patientOf(Parameters asked) {
        var reference = asked.getParameterValue("patient") instanceof Reference patient ? patient.getReference() : "";
        if (reference == null || !reference.startsWith(PATIENT) || reference.length() == PATIENT.length()) {
            throw ProblemException.of(
                    ProblemCode.MISSING_VALUE, "Say in patient whom the message is about: Patient/[id].", "patient");
        }
        return reference.substring(PATIENT.length());
    }

    private void requireAdministrator(Action action) {
        access.requireScopeForAll(caller.get(), action, "Patient");
        PatientRoles.requireAdministrator(caller.get());
    }

    /// The entries, and `next`, the address of the following page, where there is one.
    private Parameters listOf(Page<WorkItem> page, UriInfo address) {
        var answer = new Parameters();
        page.shown().forEach(item -> tell(answer.addParameter().setName("message-in-doubt"), item));
        next.tell(answer, address, page.next());
        return answer;
    }

    private static Response sideBySide(WorkService.View view) {
        var answer = new Parameters();
        tell(answer.addParameter().setName("message-in-doubt"), view.item());
        view.said().ifPresent(said -> answer.addParameter().setName("said").setResource(said));
        view.patients()
                .forEach(patient -> answer.addParameter().setName("patient").setResource(patient));
        return FhirResponses.ok(FhirJson.encode(answer));
    }

    private static void tell(ParametersParameterComponent told, WorkItem item) {
        told.addPart().setName("id").setValue(new StringType(item.id().toString()));
        told.addPart().setName("kind").setValue(new StringType(item.kind()));
        told.addPart().setName("status").setValue(new StringType(item.status()));
        item.patientIds().forEach(id -> told.addPart().setName("patient").setValue(new Reference("Patient/" + id)));
        told.addPart().setName("sender").setValue(new StringType(item.message().sender()));
        told.addPart().setName("type").setValue(new StringType(item.message().type()));
        told.addPart()
                .setName("control-id")
                .setValue(new StringType(item.message().controlId()));
        told.addPart().setName("received").setValue(timeOf(item.message().receivedAt()));
    }

    private static DateTimeType timeOf(Instant at) {
        return new DateTimeType(Date.from(at));
    }

    private static Response answer(WorkService.Settlement settlement) {
        return switch (settlement) {
            case WorkService.Settlement.Settled(String status) -> settled(status);
            case WorkService.Settlement.Before(String status) ->
                FhirResponses.refused(ProblemCode.ILLEGAL_TRANSITION, "It was settled before: " + status + ".");
            case WorkService.Settlement.Refused(ProblemCode code, String why) -> FhirResponses.refused(code, why);
            case WorkService.Settlement.Unknown() -> unknown();
        };
    }

    private static Response settled(String status) {
        var answer = new Parameters();
        answer.addParameter().setName("status").setValue(new StringType(status));
        return FhirResponses.ok(FhirJson.encode(answer));
    }

    private static Response unknown() {
        return FhirResponses.refused(ProblemCode.NOT_FOUND, "There is no such entry. $messages-in-doubt lists them.");
    }

    private static String textOf(Parameters asked, String name) {
        return asked.getParameterValue(name) instanceof StringType text && text.hasValue() ? text.getValue() : "";
    }
}
