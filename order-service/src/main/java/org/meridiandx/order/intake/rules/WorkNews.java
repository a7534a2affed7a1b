package org.meridiandx.order.intake.rules;

import java.util.Locale;
import java.util.Optional;

/// What a performer tells of the work on an order. **Source:** HL7 v2.5.1 chapter 4: ORC-1 (table 0119), ORC-5 (table
/// 0038); chapter 7: SPM-18, OBR-14.
///
/// @param taskStatus the FHIR task-status that it amounts to. An order is never completed by it: its report does that
/// @param words for people
public record WorkNews(String taskStatus, String words) {
    private static final String WORKING = "in-progress";

    /// @param control ORC-1
    /// @param status ORC-5; may be empty
    /// @param isSampleReceived whether the message tells when the specimen reached the performer
    /// @return empty where the message tells nothing of the work
    public static Optional<WorkNews> of(String control, String status, boolean isSampleReceived) {
        return switch (control.toUpperCase(Locale.ROOT)) {
            case "OK", "NA" -> Optional.of(new WorkNews("accepted", "accepted by the performer"));
            case "SC", "SR" -> ofStatus(status.toUpperCase(Locale.ROOT), isSampleReceived);
            default -> Optional.empty();
        };
    }

    private static Optional<WorkNews> ofStatus(String status, boolean isSampleReceived) {
        return switch (status) {
            case "CM" -> Optional.of(new WorkNews(WORKING, "performed, the report is awaited"));
            case "A" -> Optional.of(new WorkNews(WORKING, "some results are available"));
            case "ER" -> Optional.of(new WorkNews(WORKING, "the performer reports an error"));
            case "IP" -> Optional.of(new WorkNews(WORKING, isSampleReceived ? "sample received" : "in process"));
            case "SC" -> Optional.of(isSampleReceived ? sampleReceived() : new WorkNews("accepted", "scheduled"));
            default -> isSampleReceived ? Optional.of(sampleReceived()) : Optional.empty();
        };
    }

    private static WorkNews sampleReceived() {
        return new WorkNews(WORKING, "sample received");
    }
}
