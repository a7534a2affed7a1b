package org.meridiandx.order.requests;

import org.meridiandx.fhir.StoredResource;

/// What became of a [PlaceRequest].
public sealed interface PlaceRequestResult {
    /// It is there, new.
    record Placed(StoredResource resource) implements PlaceRequestResult {}

    /// It had been placed before, with the same content.
    record Existing(StoredResource resource) implements PlaceRequestResult {}

    /// One of its numbers names another request, or this one with other content.
    ///
    /// @param existing the request that has the number
    /// @param detail which number, and what to do
    record Duplicate(StoredResource existing, String detail) implements PlaceRequestResult {}
}
