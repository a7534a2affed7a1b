package org.meridiandx.order.progress;

import java.util.Set;
import org.meridiandx.fhir.SecurityLabels;

/// What another service told about an order; absent texts are empty.
///
/// @param topic where it was told
/// @param eventId by which a repeat is known
/// @param subjectId ImagingStudy.id or DiagnosticReport.id
/// @param patientId Patient.id; empty where the teller knew none
/// @param code of the report, to tell tests apart that share a number
/// @param labels security labels of the report: its order is as closed as it is
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
        String code,
        Set<SecurityLabels.Label> labels) {
    OrderFact {
        labels = Set.copyOf(labels);
    }

    /// What there is now.
    enum Kind {
        /// Images of the order are in the region's index.
        STUDY,
        /// A final (or amended, corrected) report of the order.
        REPORT,
        /// A report that is not final, which is labelled.
        LABELS
    }

    @Override
    public String toString() {
        return "OrderFact[kind=" + kind + ", eventId=" + eventId + "]";
    }
}
