package org.meridiandx.order.records;

import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ServiceRequest;

/// What a request names that others search it by: the requests that it adds to or replaces, and its
/// specimens.
public final class RequestLinks {
    private RequestLinks() {}

    /// One of them.
    ///
    /// @param name the search parameter
    /// @param system of an identifier; empty for an id
    /// @param value the id or identifier
    public record Link(String name, String system, String value) {}

    /// @return each once; empty for most requests
    public static List<Link> of(ServiceRequest request) {
        return Stream.of(
                        request.getBasedOn().stream().flatMap(target -> byId("based-on", "ServiceRequest", target)),
                        request.getReplaces().stream().flatMap(target -> byId("replaces", "ServiceRequest", target)),
                        request.getSpecimen().stream().flatMap(target -> byId("specimen", "Specimen", target)),
                        request.getSpecimen().stream().flatMap(RequestLinks::byNumber))
                .flatMap(links -> links)
                .distinct()
                .toList();
    }

    private static Stream<Link> byId(String name, String type, Reference target) {
        var reference = target.getReferenceElement();
        return type.equals(reference.getResourceType()) && reference.hasIdPart()
                ? Stream.of(new Link(name, "", reference.getIdPart()))
                : Stream.empty();
    }

    private static Stream<Link> byNumber(Reference target) {
        var number = RequestFacts.numberOf(target.getIdentifier());
        return number.value().isEmpty()
                ? Stream.empty()
                : Stream.of(new Link("specimen:identifier", number.system(), number.value()));
    }
}
