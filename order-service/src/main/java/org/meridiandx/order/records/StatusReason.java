package org.meridiandx.order.records;

import java.util.Optional;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.ServiceRequest;

/// Why a request has the status that it has.
///
/// **Source:** FHIR R4 extension request-statusReason.
public final class StatusReason {
    public static final String URL = "http://hl7.org/fhir/StructureDefinition/request-statusReason";

    private StatusReason() {}

    /// @return empty where none was given
    public static CodeableConcept of(ServiceRequest request) {
        return Optional.ofNullable(request.getExtensionByUrl(URL))
                .map(extension -> extension.getValue() instanceof CodeableConcept reason ? reason : null)
                .orElseGet(CodeableConcept::new);
    }

    /// Gives the reason of a new status; that of the status before goes.
    public static void set(ServiceRequest request, CodeableConcept reason) {
        request.getExtension().removeIf(extension -> URL.equals(extension.getUrl()));
        if (!reason.isEmpty()) {
            request.addExtension(URL, reason);
        }
    }
}
