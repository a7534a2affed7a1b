package org.meridiandx.order.requests;

import org.hl7.fhir.r4.model.ServiceRequest;
import org.meridiandx.access.Caller;
import org.meridiandx.order.records.RequestFacts;

/// Place this request.
///
/// @param request checked and complete, its subject resolved (or unresolved, from HL7 v2); owned by
/// the command
/// @param contentDigest SHA-256 of what was sent, to tell a repeat from another request
/// @param caller who places it
/// @param requestKey `X-Request-ID`, or empty: a repeat of it has no second effect
/// @param unlessThere place it only where no request has this identifier (`If-None-Exist`);
/// [RequestFacts.Number#NONE] for no condition
/// @param numberNamesOneTest whether two tests may share a placer number, as the order groups of HL7 v2 may
public record PlaceRequest(
        ServiceRequest request,
        String contentDigest,
        Caller caller,
        String requestKey,
        RequestFacts.Number unlessThere,
        boolean numberNamesOneTest) {
    @Override
    public String toString() {
        return "PlaceRequest[requestKey=" + requestKey + "]";
    }
}
