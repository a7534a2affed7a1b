package org.meridiandx.result.filing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.meridiandx.fhir.IdentifierSystems;

/// How a result names its patient.
public final class SubjectReference {
    private SubjectReference() {}

    /// Sets `subject` to a known patient: reference and, where there is one, NHS number. What else
    /// the sender said there (display) stays.
    public static void set(ObjectNode resource, PatientRef patient) {
        var subject = resource.path("subject") instanceof ObjectNode given ? given : resource.putObject("subject");
        subject.put("reference", "Patient/" + patient.patientId());
        subject.put("type", "Patient");
        if (!patient.nhsNumber().isEmpty()) {
            subject.putObject("identifier")
                    .put("system", IdentifierSystems.NHS_NUMBER)
                    .put("value", patient.nhsNumber());
        }
    }

    /// Sets `subject` to another patient than before, whose identifier goes.
    static void move(ObjectNode resource, PatientRef patient) {
        if (resource.path("subject") instanceof ObjectNode given) {
            given.remove("identifier");
        }
        set(resource, patient);
    }

    /// Sets `basedOn` to a known order, in the place of what was said of it before.
    public static void setOrder(ObjectNode report, OrderLink order) {
        if (order.isMatched()) {
            var reference = report.putArray("basedOn").addObject();
            reference.put("reference", "ServiceRequest/" + order.orderId());
            reference.put("type", "ServiceRequest");
        }
    }
}
