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

    /// What the capability statement says of it.
    public ResourceCapability capability() {
        return new ResourceCapability(search, profile, List.of("read", "vread", "search-type", "update"), List.of());
    }

    String name() {
        return search.resourceType();
    }

    /// A declaration of the type, to which its parameters are added.
    public static SearchDefinition.Builder search(String type) {
        return SearchDefinition.of(type, "(select * from directory_resource where resource_type = '" + type + "') d")
                .directory();
    }

    /// The side table of a parameter. Type and parameter are constants of the code.
    public static String keys(String type, String parameter) {
        return "(select resource_id, system, value from directory_key where resource_type = '" + type
                + "' and parameter = '" + parameter + "')";
    }
}
