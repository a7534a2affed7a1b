package org.meridiandx.identity.patients.merging;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;
import org.meridiandx.access.Access;
import org.meridiandx.access.Action;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.identity.patients.PatientRoles;
import org.meridiandx.identity.patients.content.PatientIdentifier;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Reads what merges are asked with, from those who may ask.
@ApplicationScoped
class MergeParameters {
    private final MergeService merges;
    private final Access access;

    MergeParameters(MergeService merges, Access access) {
        this.merges = merges;
        this.access = access;
    }

    /// @throws ProblemException 403, 415 or 400
    Parameters read(Caller caller, @Nullable String contentType, byte[] body) {
        access.requireScope(caller, Action.UPDATE, "Patient");
        PatientRoles.requireAdministrator(caller);
        FhirResponses.requireJsonBody(contentType);
        return FhirJson.parse(body, Parameters.class);
    }

    /// `source-patient` as a reference, or `source-patient-identifier`.
    Uni<String> idOf(Parameters asked, String name) {
        var byReference = asked.getParameter(name);
        if (byReference != null && byReference.getValue() instanceof Reference reference) {
            var id = reference.getReferenceElement();
            if (id.hasIdPart() && (!id.hasResourceType() || id.getResourceType().equals("Patient"))) {
                return Uni.createFrom().item(id.getIdPart());
            }
        }
        var byIdentifier = asked.getParameter(name + "-identifier");
        if (byIdentifier != null && byIdentifier.getValue() instanceof Identifier identifier) {
            if (identifier.hasSystem() && identifier.hasValue()) {
                return merges.recordOf(new PatientIdentifier(identifier.getSystem(), identifier.getValue(), true));
            }
        }
        throw ProblemException.of(
                ProblemCode.MISSING_VALUE,
                "Send " + name + " as a Reference (Patient/id), or " + name + "-identifier with system and value.",
                name);
    }
}
