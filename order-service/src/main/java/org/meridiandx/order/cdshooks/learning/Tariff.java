package org.meridiandx.order.cdshooks.learning;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.meridiandx.order.guidance.rules.facts.ContentException;
import org.meridiandx.order.guidance.rules.facts.ContentFile;
import org.meridiandx.order.guidance.rules.facts.SourceNode;
import org.meridiandx.order.guidance.rules.facts.Vocabulary;

/// What examinations cost, in pounds. Data with a version and a source, which a region replaces.
final class Tariff {
    private static final Set<String> ROOT = Set.of("meta", "prices");
    private static final Set<String> META = Set.of("version", "source", "status");
    private static final Set<String> PRICE = Set.of("modality", "regions", "pounds");
    private static final String EVERY_REGION = "";

    private final String version;
    private final String source;
    private final Map<Examined, BigDecimal> prices = new HashMap<>();

    /// @param region empty for those that have no price of their own
    private record Examined(String modality, String region) {}

    private Tariff(String version, String source) {
        this.version = version;
        this.source = source;
    }

    /// @throws ContentException where something is not as it should be, with file and line
    static Tariff read(ContentFile file, Vocabulary vocabulary) {
        var root = file.only(file.root(), ROOT);
        var meta = file.only(file.get(root, "meta"), META);
        var tariff = new Tariff(file.text(meta, "version"), file.text(meta, "source"));
        for (var each : file.all(root, "prices")) {
            tariff.add(file, file.only(each, PRICE), vocabulary);
        }
        return tariff;
    }

    private void add(ContentFile file, SourceNode.Fields row, Vocabulary vocabulary) {
        var modality = known(file, row, vocabulary, "requested_modality", file.text(row, "modality"));
        var pounds = file.number(row, "pounds");
        if (pounds.signum() < 0) {
            throw file.fault(row, "a price below 0 is none");
        }
        var regions = file.texts(row, "regions");
        for (var region : regions.isEmpty() ? List.of(EVERY_REGION) : regions) {
            var named = region.isEmpty() ? region : known(file, row, vocabulary, "requested_region", region);
            if (prices.put(new Examined(modality, named), pounds) != null) {
                throw file.fault(row, "'" + modality + " " + named + "' has two prices");
            }
        }
    }

    /// A price under a misspelt examination would never count, and nobody would see it.
    private static String known(
            ContentFile file, SourceNode.Fields row, Vocabulary vocabulary, String fact, String code) {
        if (!vocabulary.require(fact).choices().contains(code)) {
            throw file.fault(row, "'" + code + "' is no value of " + fact);
        }
        return code;
    }

    String version() {
        return version;
    }

    String source() {
        return source;
    }

    Optional<BigDecimal> pounds(String modality, String region) {
        var own = prices.get(new Examined(modality, region));
        return Optional.ofNullable(own == null ? prices.get(new Examined(modality, EVERY_REGION)) : own);
    }
}
