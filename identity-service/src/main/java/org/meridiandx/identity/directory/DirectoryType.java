package org.meridiandx.identity.directory;

import java.util.List;
import java.util.function.Function;
import org.hl7.fhir.r4.model.Resource;
import org.meridiandx.fhir.ResourceCapability;
import org.meridiandx.fhir.SearchDefinition;

/// One resource type of the directory: a CDI bean of the feature that declares it.
///
/// @param search what it is found by
/// @param profile canonical URL of its UK Core profile
/// @param keys reads from a resource what it is found by; fails with a ProblemException (400) where
/// that cannot be kept
public record DirectoryType(SearchDefinition search, String profile, Function<Resource, DirectoryKeys> keys) {
    private static final String UK_CORE = "https://fhir.hl7.org.uk/StructureDefinition/UKCore-";

    /// What the capability statement says of it.
    public ResourceCapability capability() {
        return new ResourceCapability(search, profile, List.of("read", "vread", "search-type", "update"), List.of());
    }

    String name() {
        return search.resourceType();
    }

    /// The declaration of a type that UK Core has a profile of.
    public static Declaration ofUkCore(String type) {
        return of(type, UK_CORE + type);
    }

    public static Declaration of(String type, String profile) {
        return new Declaration(type, profile);
    }

    /// Collects what a type is found by. Type, parameters and columns are constants of the code, never
    /// input.
    public static final class Declaration {
        private final String type;
        private final String profile;
        private final SearchDefinition.Builder search;

        private Declaration(String type, String profile) {
            this.type = type;
            this.profile = profile;
            this.search = SearchDefinition.of(
                            type, "(select * from directory_resource where resource_type = '" + type + "') d")
                    .directory();
        }

        /// Identifiers or codes, any number of them per resource.
        public Declaration codes(String parameter) {
            search.sideTable(parameter, keysOf(parameter));
            return this;
        }

        /// Texts, any number of them per resource, found by their beginnings.
        public Declaration texts(String parameter) {
            search.sideText(parameter, keysOf(parameter));
            return this;
        }

        /// What the resource says of being in use: `active` or `status`.
        public Declaration inUse(String parameter) {
            search.token(parameter, "status");
            return this;
        }

        public Declaration reference(String parameter, String column, String target) {
            search.reference(parameter, column, target);
            return this;
        }

        /// Ends it.
        ///
        /// @param keys as in [DirectoryType]
        public DirectoryType keptBy(Function<Resource, DirectoryKeys> keys) {
            return new DirectoryType(search.build(), profile, keys);
        }

        private String keysOf(String parameter) {
            return "(select resource_id, system, value from directory_key where resource_type = '" + type
                    + "' and parameter = '" + parameter + "')";
        }
    }
}
