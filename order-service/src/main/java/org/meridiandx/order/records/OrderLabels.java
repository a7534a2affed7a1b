package org.meridiandx.order.records;

import java.util.List;
import java.util.Objects;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.meridiandx.contracts.events.v1.Code;
import org.meridiandx.fhir.SecurityLabels;

/// The security labels of an order, as other services are told of them.
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

    private static Code codeOf(SecurityLabels.Label label) {
        return Code.newBuilder().setSystem(label.system()).setCode(label.code()).build();
    }
}
