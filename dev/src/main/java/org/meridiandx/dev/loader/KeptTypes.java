package org.meridiandx.dev.loader;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;

/// The resource types of a region, as its capability statement tells them.
///
/// @param known all that it keeps
/// @param created those that a partner can create by POST
record KeptTypes(Set<String> known, Set<String> created) {

    KeptTypes {
        known = Set.copyOf(known);
        created = Set.copyOf(created);
    }

    static KeptTypes of(JsonNode capabilityStatement) {
        var known = new TreeSet<String>();
        var created = new TreeSet<String>();
        for (var resource : capabilityStatement.path("rest").path(0).path("resource")) {
            String type = resource.path("type").asText();
            known.add(type);
            for (var interaction : resource.path("interaction")) {
                if (interaction.path("code").asText().equals("create")) {
                    created.add(type);
                }
            }
        }
        return new KeptTypes(known, created);
    }

    /// Why a type is not sent.
    String whyNot(String type) {
        return known.contains(type)
                ? type + " is made by the region itself, not taken over FHIR"
                : type + " is not kept by this region";
    }
}
