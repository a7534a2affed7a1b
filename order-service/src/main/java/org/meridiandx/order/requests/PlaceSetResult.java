package org.meridiandx.order.requests;

import org.meridiandx.fhir.StoredResource;

/// What became of a [PlaceSet]. A member that cannot be placed is no result: it fails the whole.
public sealed interface PlaceSetResult {
    /// All of it is there, new.
    ///
    /// @param group the RequestGroup
    record Placed(StoredResource group) implements PlaceSetResult {}

    /// It had been placed before, with the same content, by or for the caller's organisation.
    record Existing(StoredResource group) implements PlaceSetResult {}

    /// Its requisition names another set, or this one with other content.
    record Duplicate() implements PlaceSetResult {}
}
