package org.meridiandx.order.catalogue;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import org.meridiandx.fhir.ResourceCapability;
import org.meridiandx.fhir.SearchDefinition;

/// By what tests are searched. `_content` (plain words) is answered from memory, beside these.
class CatalogueSearch {
    static final SearchDefinition TEST = SearchDefinition.of("ActivityDefinition", "catalogue_test")
            .token("status", "status")
            .token("topic", "category")
            .sideTable("code", "catalogue_test_code")
            .text("title", "title")
            .directory()
            .build();

    private CatalogueSearch() {}

    @Produces
    @Singleton
    static ResourceCapability tests() {
        return new ResourceCapability(
                TEST,
                "http://hl7.org/fhir/StructureDefinition/ActivityDefinition",
                List.of("read", "vread", "search-type", "update"),
                List.of("by-local-code", "instructions"),
                List.of(),
                Map.of(WordSearch.WORDS, "string"),
                List.of());
    }
}
