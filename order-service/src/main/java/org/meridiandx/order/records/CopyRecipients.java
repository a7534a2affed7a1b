package org.meridiandx.order.records;

import java.util.List;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.meridiandx.fhir.FhirJson;

/// Which organisations are to have copies of an order's reports.
public final class CopyRecipients {
    private static final String COPY_TO = "urn:meridian:extension:copy-to";

    private CopyRecipients() {}

    /// ODS codes <- extension copy-to. A person of whom no organisation is known is none of them.
    ///
    /// @param content the ServiceRequest as it is served
    public static List<String> of(byte[] content) {
        var request = FhirJson.read(content, ServiceRequest.class);
        return request.getExtensionsByUrl(COPY_TO).stream()
                .map(Extension::getValue)
                .filter(Reference.class::isInstance)
                .map(to -> Organisations.odsOf((Reference) to, request))
                .filter(ods -> !ods.isEmpty())
                .distinct()
                .toList();
    }
}
