package org.meridiandx.order.intake.rules;

import java.util.Locale;

/// What ORC-1 asks for. **Source:** HL7 v2.5.1 chapter 4, table 0119; ORC-5: table 0038.
public enum OrderControl {
    /// A new order.
    PLACE,
    /// An order that is there shall be as this message says.
    CHANGE,
    CANCEL,
    /// An order that is there ends, because those that follow it in the message take its place.
    REPLACE,
    /// A new order in the place of those before it in the message.
    REPLACEMENT,
    /// It says that an order is replaced, and nothing follows that replaces it.
    REPLACE_BY_NOTHING,
    HOLD,
    RELEASE,
    /// News of an order that is there; the order itself stays.
    STATUS,
    /// The performer cannot do what it was asked to.
    UNABLE;

    /// Reads a control code. A code that is not known here places the order: Oracle Health and
    /// others send codes of their own with ordinary orders, and an order too many is seen and
    /// cancelled, one too few is not.
    ///
    /// @param control ORC-1; empty where there is no ORC
    /// @param status ORC-5; may be empty
    public static OrderControl of(String control, String status) {
        return switch (control.toUpperCase(Locale.ROOT)) {
            case "CA", "DC", "OC", "OD", "CR", "DR" -> CANCEL;
            case "XO", "XX", "XR" -> CHANGE;
            case "RP", "RU", "RQ" -> REPLACE;
            case "RO" -> REPLACEMENT;
            case "HD", "OH", "HR" -> HOLD;
            case "RL", "OE" -> RELEASE;
            case "UA", "UC", "UD", "UF", "UH", "UM", "UR", "UX" -> UNABLE;
            case "SC", "SR", "SS", "OK", "NA" -> ofStatus(status);
            default -> PLACE;
        };
    }

    private static OrderControl ofStatus(String status) {
        return switch (status.toUpperCase(Locale.ROOT)) {
            case "CA", "DC" -> CANCEL;
            case "HD" -> HOLD;
            default -> STATUS;
        };
    }
}
