package org.meridiandx.identity.authorization;

/// What an EHR passes on when it launches an app. Empty text where there is nothing.
///
/// @param organisation ODS code of the organisation whose EHR it is
record LaunchContext(
        String organisation, String patientId, String encounter, String intent, String styleUrl, boolean needsBanner) {
    @Override
    public String toString() {
        return "LaunchContext[redacted]";
    }
}
