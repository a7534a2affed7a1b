package org.meridiandx.order.prefill;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestIntent;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestPriority;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.order.guidance.rules.record.PatientRecord;
import org.meridiandx.order.guidance.rules.record.PriorResult;
import org.meridiandx.order.records.Organisations;
import org.meridiandx.order.records.RequestFacts;

/// The draft itself. Nothing of it is stored: it is placed when the requester sends it.
final class DraftRequest {
    private DraftRequest() {}

    static ServiceRequest of(
            Caller caller, PrefillParameters asked, PatientRecord record, List<PriorResult> results, Instant now) {
        var request = new ServiceRequest();
        request.setStatus(ServiceRequestStatus.DRAFT)
                .setIntent(ServiceRequestIntent.ORDER)
                .setPriority(ServiceRequestPriority.ROUTINE)
                .setAuthoredOn(Date.from(now.truncatedTo(ChronoUnit.SECONDS)));
        request.addCategory(RequestFacts.categoryConcept(IdentifierSystems.CATEGORY_IMAGING));
        asked.code().ifPresent(request::setCode);
        request.setSubject(subject(record.person()));
        request.setRequester(Organisations.reference(caller.organisation()));
        results.forEach(result -> request.addSupportingInfo(new Reference("Observation/" + result.id())));
        record.studies().all().forEach(study -> request.addSupportingInfo(new Reference("ImagingStudy/" + study.id())));
        return request;
    }

    private static Reference subject(PatientRecord.Person person) {
        var subject = new Reference("Patient/" + person.patientId());
        return person.nhsNumber().isEmpty()
                ? subject
                : subject.setIdentifier(
                        new Identifier().setSystem(IdentifierSystems.NHS_NUMBER).setValue(person.nhsNumber()));
    }
}
