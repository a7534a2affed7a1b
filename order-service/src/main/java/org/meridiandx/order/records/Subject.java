package org.meridiandx.order.records;

import java.util.Optional;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.meridiandx.directory.PatientAnswer;
import org.meridiandx.directory.Standing;
import org.meridiandx.fhir.IdentifierSystems;

/// For whom a request is: the patient in force in its JSON, and beside it, while it is worked on,
/// the record that the sender named.
public final class Subject {
    private static final String STANDING = Subject.class.getName();

    private Subject() {}

    /// Names a patient by reference and, where there is one, NHS number.
    public static void name(ServiceRequest request, Standing patient) {
        var subject = request.getSubject();
        subject.setReference("Patient/" + patient.patientId());
        if (!patient.nhsNumber().isEmpty()) {
            subject.setIdentifier(
                    new Identifier().setSystem(IdentifierSystems.NHS_NUMBER).setValue(patient.nhsNumber()));
        }
        subject.setUserData(STANDING, patient);
    }

    /// Names another patient than before, whose identifier goes.
    public static void move(ServiceRequest request, Standing patient) {
        request.getSubject().setIdentifier(null);
        name(request, patient);
    }

    /// The record that was named since the request was read; empty where none was.
    public static Optional<Standing> standingOf(ServiceRequest request) {
        return request.getSubject().getUserData(STANDING) instanceof Standing standing
                ? Optional.of(standing)
                : Optional.empty();
    }

    public static Standing standingOf(PatientAnswer.Found found) {
        return new Standing(found.recordedPatientId(), found.patientId(), found.nhsNumber(), found.standingVersion());
    }
}
