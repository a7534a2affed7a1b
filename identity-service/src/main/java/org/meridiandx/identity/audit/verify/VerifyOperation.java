package org.meridiandx.identity.audit.verify;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.HexFormat;
import java.util.List;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.StringType;
import org.meridiandx.access.Action;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.identity.audit.AuditAccess;

/// `POST /fhir/R4/AuditEvent/$verify`: the same as `/audit/verify`, as a FHIR operation that
/// answers when it is done. Some clients write the dollar sign as `%24`.
@Path("/fhir/R4/AuditEvent/{operation:(\\$|%24)verify}")
public class VerifyOperation {
    private final VerifyService verification;
    private final AuditAccess access;
    private final CurrentCaller caller;

    VerifyOperation(VerifyService verification, AuditAccess access, CurrentCaller caller) {
        this.verification = verification;
        this.access = access;
        this.caller = caller;
    }

    /// The body may hold Parameters with `head`, once or more: a signed head that was noted earlier
    /// or witnessed elsewhere. That finds even a database that was put back to an older state.
    @POST
    @Consumes(MediaType.WILDCARD)
    public Uni<Response> verify(byte[] body) {
        return access.require(caller.get(), Action.SEARCH, "")
                .map(ignored -> headsOf(body))
                .chain(heads -> verification.verify(heads).collect().last())
                .map(progress -> FhirResponses.ok(
                        FhirJson.encode(answer(progress.outcome().orElseThrow()))));
    }

    private static List<String> headsOf(byte[] body) {
        if (body.length == 0) {
            return List.of();
        }
        return FhirJson.parse(body, Parameters.class).getParameter().stream()
                .filter(parameter ->
                        "head".equals(parameter.getName()) && parameter.getValue() instanceof PrimitiveType<?>)
                .map(parameter -> parameter.getValue().primitiveValue())
                .toList();
    }

    private static Parameters answer(VerifyService.Outcome outcome) {
        var verdict = outcome.verdict();
        var answer = new Parameters();
        answer.addParameter("ok", verdict.isIntact());
        answer.addParameter("entries", String.valueOf(verdict.entries()));
        var head = answer.addParameter().setName("head");
        add(head, "size", String.valueOf(outcome.state().size()));
        if (outcome.state().size() > 0) {
            add(head, "root", HexFormat.of().formatHex(outcome.state().root()));
            add(head, "signed", outcome.state().signedHead());
        }
        verdict.findings().forEach(finding -> answer.addParameter("finding", finding.text()));
        verdict.notes().forEach(note -> answer.addParameter("note", note));
        return answer;
    }

    private static void add(Parameters.ParametersParameterComponent part, String name, String value) {
        part.addPart().setName(name).setValue(new StringType(value.isEmpty() ? "none" : value));
    }
}
