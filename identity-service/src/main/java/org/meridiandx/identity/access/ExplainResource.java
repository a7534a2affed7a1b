package org.meridiandx.identity.access;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;
import org.meridiandx.access.Access;
import org.meridiandx.access.AccessRequest;
import org.meridiandx.access.Action;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.access.Scopes;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// `POST /fhir/R4/Patient/{id}/$explain-access`: for auditors, which rule decides about a caller
/// and what it was decided by. Nothing of the record is shown.
@Path("/fhir/R4/Patient")
public class ExplainResource {
    private final AccessService decisions;
    private final Access access;
    private final AuditTrail audit;
    private final CurrentCaller caller;

    ExplainResource(AccessService decisions, Access access, AuditTrail audit, CurrentCaller caller) {
        this.decisions = decisions;
        this.access = access;
        this.audit = audit;
        this.caller = caller;
    }

    /// Parameters: `organisation`, `role`, and optionally `client`, `user`, `callerPatient`, `purpose`,
    /// `resourceType`, `action` (c, r, u, d, s), `recordOrganisation` and `label` (any number).
    @POST
    @Path("/{id}/{operation:(\\$|%24)explain-access}")
    @Consumes(MediaType.WILDCARD)
    public Uni<Response> explain(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            byte[] body) {
        FhirResponses.requireJsonBody(contentType);
        var asked = FhirJson.parse(body, Parameters.class);
        var trace = new AuditEntry("E", "explain-access", "ok", "", "Patient", List.of(id), id, "");
        return access.require(caller.get(), new AccessRequest(Action.READ, "AuditEvent", Optional.empty(), Set.of()))
                .chain(() -> decisions.explain(callerOf(asked), requestOf(asked, id)))
                .call(() -> audit.record(caller.get(), List.of(trace)))
                .map(explained -> FhirResponses.ok(FhirJson.encode(answer(explained))));
    }

    private static Caller callerOf(Parameters asked) {
        return new Caller(
                value(asked, "client").orElse("unnamed"),
                required(asked, "organisation"),
                required(asked, "role"),
                value(asked, "user"),
                value(asked, "callerPatient"),
                value(asked, "purpose").orElse("direct-care"),
                new Scopes(List.of()));
    }

    private static AccessRequest requestOf(Parameters asked, String patientId) {
        var letter = value(asked, "action").orElse("r");
        var action = Stream.of(Action.values())
                .filter(known -> letter.equals(String.valueOf(known.letter())))
                .findFirst()
                .orElseThrow(() ->
                        ProblemException.of(ProblemCode.INVALID_PARAMETER, "action is c, r, u, d or s.", "action"));
        return AccessRequest.of(
                        action,
                        value(asked, "resourceType").orElse("Patient"),
                        patientId,
                        values(asked, "recordOrganisation"))
                .labelled(values(asked, "label"));
    }

    private static Parameters answer(AccessService.Explained explained) {
        var verdict = explained.verdict();
        var answer = new Parameters();
        answer.addParameter("allowed", verdict.isAllowed());
        answer.addParameter("reason", verdict.reason());
        answer.addParameter("rule", verdict.rule());
        answer.addParameter("policyVersion", verdict.policyVersion());
        verdict.obligations().stream().sorted().forEach(obligation -> answer.addParameter("obligation", obligation));
        answer.addParameter("seal", explained.situation().seal().slug());
        answer.addParameter("consent", explained.situation().consent().slug());
        answer.addParameter("optedOut", explained.situation().isOptedOut());
        answer.addParameter("named", explained.situation().isNamed());
        for (var ground : explained.known().grounds()) {
            var part = answer.addParameter().setName("ground");
            part.addPart().setName("kind").setValue(new StringType(ground.kind()));
            part.addPart().setName("source").setValue(new StringType(ground.source()));
            part.addPart().setName("since").setValue(new InstantType(Date.from(ground.since())));
            ground.until()
                    .ifPresent(until -> part.addPart().setName("until").setValue(new InstantType(Date.from(until))));
            part.addPart().setName("holds").setValue(new BooleanType(ground.holdsAt(explained.at())));
        }
        explained.known().consents().forEach(rule -> answer.addParameter("lookedAtConsent", "Consent/" + rule.id()));
        return answer;
    }

    private static String required(Parameters asked, String name) {
        return value(asked, name)
                .orElseThrow(() -> ProblemException.of(
                        ProblemCode.MISSING_VALUE, "Name the caller's organisation and role.", name));
    }

    private static Optional<String> value(Parameters asked, String name) {
        return values(asked, name).stream().findFirst();
    }

    private static Set<String> values(Parameters asked, String name) {
        return asked.getParameter().stream()
                .filter(parameter -> name.equals(parameter.getName()) && parameter.hasValue())
                .map(parameter -> parameter.getValue().primitiveValue())
                .filter(text -> text != null && !text.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }
}
