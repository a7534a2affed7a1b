package org.meridiandx.order.catalogue.rules;

import java.util.List;

/// A laboratory test or an examination that can be ordered, as far as programs decide by it.
///
/// @param id of its ActivityDefinition
/// @param title as people call it
/// @param isInUse false once it is retired
/// @param codes under which it is ordered, the first one being the region's own choice
/// @param synonyms plain words that people look for it by
/// @param performers who does it, in no order
/// @param localCodes what organisations call it in their own systems
public record CatalogueTest(
        String id,
        String title,
        boolean isInUse,
        List<Code> codes,
        List<String> synonyms,
        List<Performer> performers,
        List<LocalCode> localCodes) {
    public CatalogueTest {
        codes = List.copyOf(codes);
        synonyms = List.copyOf(synonyms);
        performers = List.copyOf(performers);
        localCodes = List.copyOf(localCodes);
    }

    /// A code with its system.
    public record Code(String system, String code) {}

    /// A code of one organisation's own.
    ///
    /// @param organisation its ODS code
    public record LocalCode(String organisation, Code code) {}
}
