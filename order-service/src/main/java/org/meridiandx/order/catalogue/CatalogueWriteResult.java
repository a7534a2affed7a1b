package org.meridiandx.order.catalogue;

import org.meridiandx.fhir.StoredResource;

/// What became of a change of one test.
sealed interface CatalogueWriteResult {

    /// It is new.
    record Created(StoredResource resource) implements CatalogueWriteResult {}

    /// It says something else now.
    record Changed(StoredResource resource) implements CatalogueWriteResult {}

    /// It says that already.
    record Unchanged(StoredResource resource) implements CatalogueWriteResult {}

    /// It is at another version than the caller saw.
    ///
    /// @param current the version now; 0 where there is none
    record VersionConflict(int current) implements CatalogueWriteResult {}

    /// One of its local codes means another test already.
    record LocalCodeTaken(String id) implements CatalogueWriteResult {}
}
