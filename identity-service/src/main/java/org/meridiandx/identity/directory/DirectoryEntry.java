package org.meridiandx.identity.directory;

import org.hl7.fhir.r4.model.Resource;

/// A resource that is to stand in the directory, and on whose word.
///
/// @param resource with its id; version and time are set when it is stored
public record DirectoryEntry(Resource resource, Source source) {

    /// Who keeps an entry. The Organisation Data Service knows best; the bootstrap file only fills
    /// gaps.
    public enum Source {
        REGION,
        OPERATOR,
        ODS;

        /// Whether this one may replace what that one keeps.
        boolean mayReplace(Source keeper) {
            return ordinal() >= keeper.ordinal();
        }

        String column() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    String type() {
        return resource.fhirType();
    }

    String id() {
        return resource.getIdElement().getIdPart();
    }
}
