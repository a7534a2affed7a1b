package org.meridiandx.result.filing;

/// The order that a result answers, and the numbers it came with.
///
/// @param orderId ServiceRequest.id; empty while no order is matched
/// @param placerNumber as the order or the sender gave it; may be empty
/// @param fillerNumber as the order or the sender gave it; may be empty
/// @param accessionNumber of an imaging order; may be empty
/// @param requester ODS code of who asked; may be empty
/// @param performer ODS code of who was asked; may be empty
public record OrderLink(
        String orderId,
        String placerNumber,
        String fillerNumber,
        String accessionNumber,
        String requester,
        String performer) {
    public static final OrderLink NONE = numbers("", "");

    /// No order, but the numbers that could find one.
    public static OrderLink numbers(String placerNumber, String fillerNumber) {
        return new OrderLink("", placerNumber, fillerNumber, "", "", "");
    }

    public boolean isMatched() {
        return !orderId.isEmpty();
    }
}
