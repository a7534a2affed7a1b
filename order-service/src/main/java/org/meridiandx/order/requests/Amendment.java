package org.meridiandx.order.requests;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;
import org.meridiandx.directory.Standing;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.order.records.ChangeResult;
import org.meridiandx.order.records.OrderLabels;
import org.meridiandx.order.records.RequestFacts;
import org.meridiandx.order.records.StatusReason;
import org.meridiandx.order.records.Subject;
import org.meridiandx.order.requests.rules.RequestStatus;
import org.meridiandx.problem.ProblemCode;

/// What may be changed about a request, and what makes it another request.
///
/// Patient, requester, category, code and the numbers stay: who wants others cancels and asks anew,
/// so that no result is ever filed to a patient or a test it was not taken for.
final class Amendment {
    private Amendment() {}

    /// Judges an amended resource, and carries over what the sender left out.
    ///
    /// @param patient in force, where the row has not followed a merge yet
    /// @return empty when it may take the place of the stored one
    static Optional<ChangeResult> refuse(RequestEntity entity, Standing patient, ServiceRequest amended) {
        var stored = entity.toServiceRequest();
        if (!patient.patientId().equals(entity.patientId())) {
            Subject.move(stored, patient);
        }
        var current = RequestStatus.of(entity.status).orElseThrow();
        var wanted = amended.getStatus() == null
                ? entity.status
                : amended.getStatus().toCode();
        if (!wanted.equals(entity.status)) {
            var byOwnDoor = wanted.equals("revoked") || wanted.equals("completed");
            if (byOwnDoor || current.to(wanted).isEmpty()) {
                return Optional.of(new ChangeResult.Illegal(current.code(), allowedByUpdate(current)));
            }
        } else if (!current.isOpen()) {
            return Optional.of(new ChangeResult.Illegal(current.code(), allowedByUpdate(current)));
        }
        if (!wanted.equals(entity.status) && StatusReason.of(amended).equalsDeep(StatusReason.of(stored))) {
            // That was the reason of the status before.
            StatusReason.set(amended, new CodeableConcept());
        }
        amended.setStatus(ServiceRequestStatus.fromCode(wanted));
        carryOver(stored, amended);
        return difference(RequestFacts.of(stored), RequestFacts.of(amended));
    }

    private static List<String> allowedByUpdate(RequestStatus current) {
        var allowed = new ArrayList<>(current.allowed());
        allowed.remove("completed");
        allowed.replaceAll(code -> code.equals("revoked") ? "revoked (by $cancel with a reason)" : code);
        return allowed;
    }

    private static void carryOver(ServiceRequest stored, ServiceRequest amended) {
        for (var type : new String[] {
            IdentifierSystems.TYPE_PLACER, IdentifierSystems.TYPE_FILLER, IdentifierSystems.TYPE_ACCESSION
        }) {
            if (RequestFacts.identifier(amended, type).isEmpty()) {
                RequestFacts.identifier(stored, type).map(Identifier::copy).ifPresent(amended::addIdentifier);
            }
        }
        OrderLabels.add(amended.getMeta(), stored.getMeta());
        if (!amended.hasReplaces()) {
            stored.getReplaces().forEach(replaced -> amended.addReplaces(replaced.copy()));
        }
        if (!amended.hasRequester()) {
            amended.setRequester(stored.getRequester().copy());
        }
        if (!amended.hasPerformer()) {
            stored.getPerformer().forEach(performer -> amended.addPerformer(performer.copy()));
        }
        var known = RequestFacts.of(stored).patient();
        if (!known.patientId().isEmpty()
                && RequestFacts.of(amended).patient().patientId().isEmpty()) {
            amended.setSubject(stored.getSubject().copy());
        }
        if (!known.patientId().isEmpty() && !amended.getSubject().hasIdentifier()) {
            amended.getSubject()
                    .setIdentifier(stored.getSubject().getIdentifier().copy());
        }
    }

    private static Optional<ChangeResult> difference(RequestFacts stored, RequestFacts amended) {
        // An order that waits for its patient may be given one.
        if (!stored.patient().patientId().isEmpty()
                && !stored.patient().patientId().equals(amended.patient().patientId())) {
            return refused("the patient", "ServiceRequest.subject");
        }
        if (!stored.requester().equals(amended.requester())) {
            return refused("the requester", "ServiceRequest.requester");
        }
        if (!stored.category().equals(amended.category())) {
            return refused("the category", "ServiceRequest.category");
        }
        if (!stored.code().equals(amended.code())) {
            return refused("the test or examination", "ServiceRequest.code");
        }
        var same = stored.numbers().placer().equals(amended.numbers().placer())
                && stored.numbers().accession().equals(amended.numbers().accession());
        return same ? Optional.empty() : refused("the placer or accession number", "ServiceRequest.identifier");
    }

    private static Optional<ChangeResult> refused(String what, String expression) {
        return Optional.of(new ChangeResult.Refused(
                ProblemCode.BUSINESS_RULE,
                "An update cannot change " + what + ". Cancel this request and place a new one.",
                expression));
    }
}
