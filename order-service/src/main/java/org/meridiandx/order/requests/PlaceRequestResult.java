package org.meridiandx.order.requests;

import java.util.List;
import java.util.Optional;
import org.meridiandx.fhir.StoredResource;

/// What became of a [PlaceRequest].
public sealed interface PlaceRequestResult {
    /// It is there, new.
    record Placed(StoredResource resource) implements PlaceRequestResult {}

    /// It had been placed before, with the same content, by or for the caller's organisation.
    record Existing(StoredResource resource) implements PlaceRequestResult {}

    /// One of its numbers names another request, or this one with other content.
    ///
    /// @param existing the request that has the number; not to be shown without an access decision
    /// @param detail which number, and what to do
    record Duplicate(Optional<StoredResource> existing, String detail) implements PlaceRequestResult {}

    /// The condition of a conditional create holds for others already.
    ///
    /// @param resources one, or two where there are several; not to be shown without an access decision
    record Matching(List<StoredResource> resources) implements PlaceRequestResult {
        public Matching {
            resources = List.copyOf(resources);
        }
    }
}
