package org.meridiandx.order.guidance.rules;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.meridiandx.order.guidance.rules.facts.ContentFile;
import org.meridiandx.order.guidance.rules.facts.SourceNode;
import org.meridiandx.order.guidance.rules.facts.Vocabulary;

/// Which parts of the body, as requests name them, a guideline can rate: by its own part, or by what is said of it
/// alone.
final class Regions {
    private static final String REQUESTED = "requested_region";
    private static final String ALL = "all";
    private static final String GUIDELINES = "guidelines";

    private final ContentFile file;
    private final Set<String> known;
    private final Map<String, Set<String>> byPart;
    private final Map<String, Set<String>> byGuideline;

    Regions(ContentFile file, Vocabulary vocabulary) {
        this.file = file;
        this.known = new HashSet<>(vocabulary.require(REQUESTED).choices());
        this.byPart = read("body_regions");
        this.byGuideline = read(GUIDELINES);
    }

    private Map<String, Set<String>> read(String key) {
        var read = new HashMap<String, Set<String>>();
        var node = file.fields(file.get(file.root(), key));
        node.values().forEach((name, list) -> {
            var regions = new HashSet<String>();
            for (var region : file.items(list)) {
                var code = file.text(region);
                if (code.equals(ALL)) {
                    regions.addAll(known);
                } else if (!known.contains(code)) {
                    throw file.fault(region, "'" + code + "' is no value of '" + REQUESTED + "'");
                } else {
                    regions.add(code);
                }
            }
            read.put(name, regions);
        });
        return read;
    }

    /// What is said of a guideline that is not there was meant for another.
    void requireOnly(Set<String> guidelines) {
        file.fields(file.get(file.root(), GUIDELINES)).values().forEach((name, node) -> {
            if (!guidelines.contains(name)) {
                throw file.fault(node, "'" + name + "' is no guideline");
            }
        });
    }

    Set<String> of(String guideline, String part, ContentFile guidelines, SourceNode node) {
        var own = byGuideline.get(guideline);
        if (own != null) {
            return own;
        }
        var regions = byPart.get(part);
        if (regions == null) {
            throw guidelines.fault(
                    node,
                    "nobody says which requests a guideline for '" + part + "' can rate: "
                            + List.copyOf(byPart.keySet()));
        }
        return regions;
    }
}
