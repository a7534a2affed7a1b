package org.meridiandx.dev.journey;

/// What one step finds out and a later one needs.
enum Fact {
    /// Logical id of the Patient.
    PATIENT,
    /// Logical id of the ServiceRequest for the CT.
    IMAGING_ORDER,
    /// Accession number that the region gave to the CT.
    ACCESSION,
    /// Placer number of the full blood count.
    FBC_PLACER,
    /// Placer number of urea and electrolytes.
    UE_PLACER,
    /// Logical id of the ServiceRequest for the full blood count.
    FBC_ORDER,
    /// Logical id of the ServiceRequest for urea and electrolytes.
    UE_ORDER,
    /// Study Instance UID of the CT.
    STUDY,
    /// Logical id of the DiagnosticReport of urea and electrolytes.
    UE_REPORT,
    /// Logical id of the radiologist's DiagnosticReport.
    IMAGING_REPORT
}
