package org.meridiandx.order.progress;

/// What another service told about an order; absent texts are empty.
///
/// @param topic where it was told
/// @param eventId by which a repeat is known
/// @param subjectId ImagingStudy.id or DiagnosticReport.id
/// @param patientId Patient.id; empty where the teller knew none
/// @param code of the report, to tell tests apart that share a number
record OrderFact(
        Kind kind,
        String topic,
        String eventId,
        String subjectId,
        String orderId,
        String accession,
        String filler,
        String placer,
        String patientId,
        String code) {
    /// What there is now.
    enum Kind {
        /// Images of the order are in the region's index.
        STUDY,
        /// A final (or amended, corrected) report of the order.
        REPORT
    }

    @Override
    public String toString() {
        return "OrderFact[kind=" + kind + ", eventId=" + eventId + "]";
    }
}
