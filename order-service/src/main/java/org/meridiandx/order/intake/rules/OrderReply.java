package org.meridiandx.order.intake.rules;

import java.util.Locale;

/// What ORC-1 of an answer says to each ORC-1 that asks or tells. **Source:** HL7 v2.5.1 chapter 4, table 0119.
public enum OrderReply {
    CANCEL("CR", "UC"),
    DISCONTINUE("DR", "UD"),
    HOLD("HR", "UH"),
    RELEASE("OR", "UR"),
    CHANGE("XR", "UX"),
    REPLACE("RQ", "UM"),
    TOLD_OF_CANCEL("OK", "UC"),
    TOLD_OF_DISCONTINUE("OK", "UD"),
    TOLD_OF_HOLD("OK", "UH"),
    TOLD_OF_RELEASE("OK", "UR"),
    TOLD_OF_CHANGE("OK", "UX"),
    TOLD_OF_REPLACEMENT("OK", "UM"),
    /// A new order, and news.
    OTHER("OK", "UA");

    private final String done;
    private final String unable;

    OrderReply(String done, String unable) {
        this.done = done;
        this.unable = unable;
    }

    /// @param control ORC-1 of the message; may be empty
    /// @param isDone whether what it asks for was done; what waits for people was not
    public static String to(String control, boolean isDone) {
        var reply = of(control.toUpperCase(Locale.ROOT));
        return isDone ? reply.done : reply.unable;
    }

    private static OrderReply of(String control) {
        return switch (control) {
            case "CA" -> CANCEL;
            case "DC" -> DISCONTINUE;
            case "HD" -> HOLD;
            case "RL" -> RELEASE;
            case "XO" -> CHANGE;
            case "RP" -> REPLACE;
            case "OC", "CR" -> TOLD_OF_CANCEL;
            case "OD", "DR" -> TOLD_OF_DISCONTINUE;
            case "OH", "HR" -> TOLD_OF_HOLD;
            case "OE" -> TOLD_OF_RELEASE;
            case "XX", "XR" -> TOLD_OF_CHANGE;
            case "RU", "RQ" -> TOLD_OF_REPLACEMENT;
            default -> OTHER;
        };
    }
}
