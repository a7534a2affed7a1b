package org.meridiandx.order.catalogue;

import org.hl7.fhir.r4.model.ActivityDefinition;
import org.meridiandx.order.catalogue.rules.CatalogueTest;
import org.meridiandx.order.records.ContentDigest;

/// An ActivityDefinition that is to be kept, on whose word, and what it is found by.
record CatalogueEntry(ActivityDefinition definition, CatalogueTest test, Source source, String fingerprint) {

    /// Who keeps a test. A file never overwrites what an operator has changed.
    enum Source {
        FILE,
        OPERATOR;

        String column() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// @throws org.meridiandx.problem.ProblemException 422 where it cannot be used
    static CatalogueEntry of(ActivityDefinition definition, Source source) {
        definition.getMeta().setVersionId(null).setLastUpdated(null);
        return new CatalogueEntry(definition, CatalogueMapper.test(definition), source, ContentDigest.of(definition));
    }

    String id() {
        return test.id();
    }
}
