package org.meridiandx.result.bundles;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/// One entry as it was read.
///
/// @param index position in the Bundle, from 0
/// @param role what this door does with it
/// @param json the resource; an empty object where there is none
/// @param ifNoneExist `request.ifNoneExist`
/// @param mayUpdate whether it asks for a conditional update
record BundleEntry(
        int index, Role role, String fullUrl, ObjectNode json, Optional<String> ifNoneExist, boolean mayUpdate) {
    /// What becomes of an entry.
    enum Role {
        /// A type that this service keeps: stored.
        OWN,
        /// A type of another service, or one that describes who and where: matched or kept as a reference.
        CONTEXT,
        /// A type that the region does not keep: refused, or skipped where the caller is lenient.
        UNSUPPORTED
    }

    /// The same in a Bundle that is about results.
    BundleEntry ofResults() {
        return type().equals("Encounter")
                ? new BundleEntry(index, Role.CONTEXT, fullUrl, json, ifNoneExist, false)
                : this;
    }

    String type() {
        return json.path("resourceType").asText();
    }

    String place() {
        return "Bundle.entry[" + index + "].resource";
    }

    @Override
    public String toString() {
        return "BundleEntry[" + index + ", " + role + "]";
    }
}
