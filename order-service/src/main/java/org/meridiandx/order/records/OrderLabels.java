package org.meridiandx.order.records;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.meridiandx.contracts.events.v1.Code;
import org.meridiandx.fhir.SecurityLabels;

/// The security labels of an order: as other services are told of them, and handed on to what tells of it.
public final class OrderLabels {
    private OrderLabels() {}

    /// @param content the ServiceRequest as it is served
    public static List<Code> of(byte[] content) {
        return SecurityLabels.codingsOf(content).stream()
                .map(OrderLabels::codeOf)
                .toList();
    }

    public static List<Code> of(ServiceRequest order) {
        return order.getMeta().getSecurity().stream()
                .filter(Coding::hasCode)
                .map(coding ->
                        new SecurityLabels.Label(Objects.requireNonNullElse(coding.getSystem(), ""), coding.getCode()))
                .map(OrderLabels::codeOf)
                .toList();
    }

    /// Makes a resource as sensitive as another one that it tells of. It keeps its own labels.
    ///
    /// @param to changed in place
    /// @return whether it had not all of them
    public static boolean add(Meta to, Meta from) {
        var missing = from.getSecurity().stream()
                .filter(label -> to.getSecurity(label.getSystem(), label.getCode()) == null)
                .map(Coding::copy)
                .toList();
        missing.forEach(to::addSecurity);
        return !missing.isEmpty();
    }

    /// Makes an order as sensitive as what was told about it.
    ///
    /// @return whether it had not all of them
    public static boolean add(Meta to, Set<SecurityLabels.Label> labels) {
        var from = new Meta();
        labels.forEach(label -> from.addSecurity()
                .setSystem(label.system().isEmpty() ? null : label.system())
                .setCode(label.code()));
        return add(to, from);
    }

    /// Labels as an event tells them.
    public static Set<SecurityLabels.Label> told(List<Code> labels) {
        return labels.stream()
                .map(label -> new SecurityLabels.Label(label.getSystem(), label.getCode()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Code codeOf(SecurityLabels.Label label) {
        return Code.newBuilder().setSystem(label.system()).setCode(label.code()).build();
    }
}
