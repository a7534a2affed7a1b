package org.meridiandx.directory;

/// The numbers that may name an order; empty where not given.
///
/// @param patientId narrows the search where two organisations use the same number
public record OrderQuery(
        String orderId, String placerNumber, String fillerNumber, String accessionNumber, String patientId) {

    public static OrderQuery ofNumbers(String placerNumber, String fillerNumber, String patientId) {
        return new OrderQuery("", placerNumber, fillerNumber, "", patientId);
    }

    public static OrderQuery ofAccessionNumber(String accessionNumber) {
        return new OrderQuery("", "", "", accessionNumber, "");
    }

    public static OrderQuery ofId(String orderId) {
        return new OrderQuery(orderId, "", "", "", "");
    }

    public boolean isEmpty() {
        return orderId.isEmpty() && placerNumber.isEmpty() && fillerNumber.isEmpty() && accessionNumber.isEmpty();
    }
}
