package org.meridiandx.order.catalogue.rules;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// All tests in use at one moment, found by code, by an organisation's own code and by plain words.
///
/// Where two tests have the same code, the one with the smaller id counts.
public final class Catalogue {
    /// Before anything is read.
    public static final Catalogue EMPTY = new Catalogue(List.of());

    private final Map<CatalogueTest.Code, CatalogueTest> byCode = new HashMap<>();
    private final Map<CatalogueTest.LocalCode, CatalogueTest> byLocalCode = new HashMap<>();
    private final Set<String> withCodes = new HashSet<>();
    private final PlainWords words;

    public Catalogue(Collection<CatalogueTest> tests) {
        var used = tests.stream()
                .filter(CatalogueTest::isInUse)
                .sorted(Comparator.comparing(CatalogueTest::id))
                .toList();
        for (var test : used) {
            test.codes().forEach(code -> byCode.putIfAbsent(code, test));
            test.localCodes().forEach(code -> byLocalCode.putIfAbsent(code, test));
            test.localCodes().forEach(code -> withCodes.add(code.organisation()));
        }
        this.words = new PlainWords(used);
    }

    public Optional<CatalogueTest> byCode(CatalogueTest.Code code) {
        return Optional.ofNullable(byCode.get(code));
    }

    /// @param organisation ODS code of the one whose code it is
    public Optional<CatalogueTest> byLocalCode(String organisation, CatalogueTest.Code code) {
        return Optional.ofNullable(byLocalCode.get(new CatalogueTest.LocalCode(organisation, code)));
    }

    /// Whether any code of an organisation's own is mapped.
    public boolean hasCodesOf(String organisation) {
        return withCodes.contains(organisation);
    }

    /// @return the best first
    public List<PlainWords.Hit> byWords(String text) {
        return words.find(text);
    }
}
