package org.meridiandx.identity.organisations;

import org.meridiandx.fhir.OdsCode;

/// An organisation that takes part in the region.
///
/// @param ods its code at the Organisation Data Service
/// @param name as people know it
/// @param type what it is: `gp`, `hospital`, `laboratory`, `cdc`, ...
public record Organisation(OdsCode ods, String name, String type) {
    public Organisation {
        if (name.isBlank() || type.isBlank()) {
            throw new IllegalArgumentException("Organisation " + ods + " needs a name and a type.");
        }
    }
}
