package org.meridiandx.result.filing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.result.record.types.RecordType;

/// How a result names its patient.
public final class SubjectReference {
    private SubjectReference() {}

    /// Sets `subject` to a known patient: reference and, where there is one, NHS number. What else
    /// the sender said there (display) stays.
    public static void set(ObjectNode resource, PatientRef patient) {
        var element = elementOf(resource);
        var subject = resource.path(element) instanceof ObjectNode given ? given : resource.putObject(element);
        subject.put("reference", "Patient/" + patient.patientId());
        subject.put("type", "Patient");
        if (!patient.nhsNumber().isEmpty()) {
            subject.putObject("identifier")
                    .put("system", IdentifierSystems.NHS_NUMBER)
                    .put("value", patient.nhsNumber());
        }
    }

    /// Whom a resource is about.
    public static JsonNode of(ObjectNode resource) {
        return resource.path(elementOf(resource));
    }

    /// `subject` but for some types of the shared record.
    public static String elementOf(ObjectNode resource) {
        return RecordType.named(resource.path("resourceType").asText())
                .map(type -> type.shape().patientElement())
                .orElse("subject");
    }

    /// Sets `subject` to another patient than before, whose identifier goes.
    public static void move(ObjectNode resource, PatientRef patient) {
        if (of(resource) instanceof ObjectNode given) {
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
