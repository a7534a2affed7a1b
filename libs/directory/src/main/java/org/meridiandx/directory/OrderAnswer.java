package org.meridiandx.directory;

import org.meridiandx.contracts.events.v1.OrderRef;

/// What order-service says to an [OrderQuery].
public sealed interface OrderAnswer {
    /// One order, open or closed.
    ///
    /// @param order its numbers and parties
    /// @param patientId Patient.id; empty where the order itself still waits for its patient
    /// @param recordedPatientId the record that the order was placed under; another one after a
    ///     merge
    record Found(OrderRef order, String patientId, String recordedPatientId) implements OrderAnswer {

        @Override
        public String toString() {
            return "Found[orderId=" + order.getOrderId() + "]";
        }
    }

    /// No order answers to these numbers, or none was given.
    record Unknown() implements OrderAnswer {}

    /// Several orders answer to them.
    record Ambiguous() implements OrderAnswer {}

    /// order-service did not answer: to be asked again.
    record Unreachable() implements OrderAnswer {}
}
