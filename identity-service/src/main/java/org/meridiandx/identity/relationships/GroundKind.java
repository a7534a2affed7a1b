package org.meridiandx.identity.relationships;

import java.util.Arrays;

/// The kinds of grounds. What each of them opens stands in the access policy, not here.
public enum GroundKind {
    /// The general practice that the patient's record names.
    REGISTERED_PRACTICE("registered-practice"),
    /// A stay or visit, and some time after it.
    ADMISSION("admission"),
    /// Asked by another organisation to do something for the patient, and some time after it.
    PERFORMER("performer"),
    /// Asked another organisation for something.
    REQUESTER("requester"),
    /// Asked to read or report for another organisation.
    REPORTING_POOL("reporting-pool"),
    /// Told us about the person.
    REGISTRATION("registration"),
    /// Acts for the patient.
    PROXY("proxy"),
    /// Opened the record in an emergency.
    BREAK_GLASS("break-glass");

    private final String slug;

    GroundKind(String slug) {
        this.slug = slug;
    }

    /// The name in the policy, in the database and in answers.
    public String slug() {
        return slug;
    }

    /// @throws IllegalArgumentException where there is no such kind
    public static GroundKind of(String slug) {
        return Arrays.stream(values())
                .filter(kind -> kind.slug.equals(slug))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such ground: " + slug));
    }
}
