package org.meridiandx.order.catalogue;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.hl7.fhir.r4.model.ActivityDefinition;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.order.catalogue.rules.CatalogueTest;

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
        return new CatalogueEntry(definition, CatalogueMapper.test(definition), source, fingerprintOf(definition));
    }

    String id() {
        return test.id();
    }

    private static String fingerprintOf(ActivityDefinition definition) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(FhirJson.encode(definition)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
