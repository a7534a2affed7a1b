package org.meridiandx.result.matching;

/// The numbers that may name an order; empty where not given.
public record OrderQuery(
        String orderId, String placerNumber, String fillerNumber, String accessionNumber, String patientId) {

    public static OrderQuery ofNumbers(String placerNumber, String fillerNumber, String patientId) {
        return new OrderQuery("", placerNumber, fillerNumber, "", patientId);
    }

    public boolean isEmpty() {
        return orderId.isEmpty() && placerNumber.isEmpty() && fillerNumber.isEmpty() && accessionNumber.isEmpty();
    }
}
