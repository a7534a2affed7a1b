package org.meridiandx.order.justification;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.UriType;
import org.meridiandx.order.guidance.rules.Completeness;

/// What a ServiceRequest tells of its justification, by extension.
final class RequestMarks {
    /// What is missing, beside the code, for all who read the request; written by the region alone.
    private static final String MISSING = "urn:meridian:extension:justification-missing";
    /// Who justified the exposure (IR(ME)R practitioner), where the sender knows.
    private static final String PRACTITIONER = "urn:meridian:extension:justified-by";
    /// **Source** Argonaut, CDS Hooks for PAMA: names the rating that the order was shown.
    private static final String CONSULTATION = "http://fhir.org/argonaut/Extension/pama-rating-consult-id";

    private static final String UUID_URN = "urn:uuid:";

    private RequestMarks() {}

    static void setMissing(ServiceRequest request, List<Completeness.Missing> missing) {
        request.getCode().getExtension().removeIf(extension -> MISSING.equals(extension.getUrl()));
        missing.forEach(each ->
                request.getCode().addExtension(MISSING, new CodeType(each.item().code())));
    }

    static Optional<Referrer> practitioner(ServiceRequest request) {
        return request.getExtensionsByUrl(PRACTITIONER).stream()
                .map(extension -> extension.getValue())
                .filter(Reference.class::isInstance)
                .map(Reference.class::cast)
                .findFirst()
                .flatMap(person -> Referrer.ofReference(person, request));
    }

    /// The rating that was shown of this order; empty where it names none.
    static Optional<UUID> consultation(ServiceRequest request) {
        return request.getExtensionsByUrl(CONSULTATION).stream()
                .map(extension -> extension.getValue())
                .filter(UriType.class::isInstance)
                .map(uri -> ((UriType) uri).getValue())
                .filter(uri -> uri != null && uri.startsWith(UUID_URN))
                .findFirst()
                .flatMap(uri -> uuidOf(uri.substring(UUID_URN.length())));
    }

    private static Optional<UUID> uuidOf(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException noUuid) {
            return Optional.empty();
        }
    }
}
