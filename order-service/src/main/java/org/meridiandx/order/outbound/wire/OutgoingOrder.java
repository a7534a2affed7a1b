package org.meridiandx.order.outbound.wire;

import java.time.Instant;
import java.util.Optional;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.meridiandx.directory.NamedPatient;

/// What one message is made of.
///
/// @param partner who is written to
/// @param control ORC-1
/// @param controlId MSH-10
/// @param changedAt when the request became so, MSH-7
/// @param request as it was then
/// @param patient what the region knows of the patient; empty where it knows nothing
public record OutgoingOrder(
        Partner partner,
        String control,
        String controlId,
        Instant changedAt,
        ServiceRequest request,
        Optional<NamedPatient> patient) {
    @Override
    public String toString() {
        return "OutgoingOrder[control=" + control + "]";
    }
}
