package org.meridiandx.order.guidance.rules.record;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.meridiandx.order.guidance.rules.facts.ContentException;
import org.meridiandx.order.guidance.rules.facts.ContentFile;
import org.meridiandx.order.guidance.rules.facts.Fact;
import org.meridiandx.order.guidance.rules.facts.SourceNode;
import org.meridiandx.order.guidance.rules.facts.Vocabulary;

/// Reads `record-facts.yaml`. What could not be used as it is meant is refused, with file and line.
public final class RecordSourcesReader {
    private final ContentFile file;
    private final ContentFile guidelines;
    private final Vocabulary vocabulary;

    private RecordSourcesReader(ContentFile file, ContentFile guidelines, Vocabulary vocabulary) {
        this.file = file;
        this.guidelines = guidelines;
        this.vocabulary = vocabulary;
    }

    /// @param guidelines of which `dose_reference` is taken
    /// @throws ContentException where something is not as it should be
    public static RecordSources read(ContentFile file, ContentFile guidelines, Vocabulary vocabulary) {
        return new RecordSourcesReader(file, guidelines, vocabulary).read();
    }

    private RecordSources read() {
        var root = file.only(file.root(), RecordKeys.ROOT);
        var meta = file.only(file.get(root, "meta"), RecordKeys.META);
        return new RecordSources(file.text(meta, "version"), results(), studies());
    }

    private ResultSources results() {
        var root = file.root();
        var shown = new HashMap<String, Set<String>>();
        all(root, "shown", RecordKeys.SHOWN).forEach(node -> shown.put(file.text(node, "name"), codes(node)));
        return new ResultSources(
                all(root, "numbers", RecordKeys.NUMBER).stream()
                        .map(this::number)
                        .toList(),
                all(root, "flags", RecordKeys.FLAG).stream().map(this::flag).toList(),
                all(root, "choices", RecordKeys.CHOICE).stream()
                        .map(this::choice)
                        .toList(),
                shown);
    }

    private ResultSources.NumberSource number(SourceNode.Fields node) {
        var units = new HashMap<String, BigDecimal>();
        file.fields(file.get(node, "units")).values().forEach((unit, factor) -> units.put(unit, file.number(factor)));
        var bounds =
                file.items(file.get(node, "bounds")).stream().map(file::number).toList();
        if (bounds.size() != 2) {
            throw file.fault(node, "'bounds' are the lowest and the highest limit");
        }
        return new ResultSources.NumberSource(
                fact(node, "fact", Fact.Kind.NUMBER),
                file.find(node, "months_ago").map(there -> fact(node, "months_ago", Fact.Kind.NUMBER)),
                new ResultSources.Codes(codes(node), days(node)),
                units,
                bounds.getFirst(),
                bounds.getLast());
    }

    private ResultSources.FlagSource flag(SourceNode.Fields node) {
        return new ResultSources.FlagSource(
                fact(node, "fact", Fact.Kind.FLAG),
                new ResultSources.Codes(codes(node), days(node)),
                set(node, "is"),
                set(node, "is_not"));
    }

    private ResultSources.ChoiceSource choice(SourceNode.Fields node) {
        var fact = fact(node, "fact", Fact.Kind.CHOICE);
        var values = new HashMap<String, ResultSources.Meaning>();
        for (var each : all(node, "values", RecordKeys.MEANING)) {
            var choice = file.text(each, "choice");
            if (!fact.choices().contains(choice)) {
                throw file.fault(each, "'" + choice + "' is no value of '" + fact + "'");
            }
            values.put(code(each, file.text(each, "value")), new ResultSources.Meaning(choice, days(each)));
        }
        return new ResultSources.ChoiceSource(fact, codes(node), values);
    }

    private StudySources studies() {
        var node = file.only(file.get(file.root(), "studies"), RecordKeys.STUDIES);
        var modalities = new HashMap<String, String>();
        var modality = vocabulary.require("requested_modality");
        file.fields(file.get(node, "modalities")).values().forEach((dicom, ours) -> {
            if (!modality.choices().contains(file.text(ours))) {
                throw file.fault(ours, "'" + file.text(ours) + "' is no modality of the vocabulary");
            }
            modalities.put(dicom, file.text(ours));
        });
        return new StudySources(modalities, file.text(node, "echo"), words(node), regions(node), doses(node));
    }

    private Map<String, Set<String>> words(SourceNode.Fields studies) {
        var words = new HashMap<String, Set<String>>();
        for (var each : all(studies, "words", RecordKeys.WORDS)) {
            for (var word : file.texts(each, "say")) {
                if (words.put(word, parts(each)) != null) {
                    throw file.fault(each, "'" + word + "' is there twice");
                }
            }
        }
        return words;
    }

    private Map<String, Set<String>> regions(SourceNode.Fields studies) {
        var regions = new HashMap<String, Set<String>>();
        var all = file.fields(file.get(studies, "regions"));
        all.values().keySet().forEach(region -> {
            requireRegion(all, region);
            var parts = file.texts(all, region);
            parts.forEach(part -> requireRegion(all, part));
            regions.put(region, Set.copyOf(parts));
        });
        return regions;
    }

    private Map<StudySources.Examined, BigDecimal> doses(SourceNode.Fields studies) {
        var reference = guidelines.fields(guidelines.get(guidelines.root(), "dose_reference"));
        var doses = new HashMap<StudySources.Examined, BigDecimal>();
        for (var each : all(studies, "doses", RecordKeys.DOSE)) {
            var name = file.text(each, "dose_ref");
            var dose = guidelines
                    .find(reference, name)
                    .orElseThrow(() -> file.fault(each, "'" + name + "' is no dose of the guidelines"));
            doses.put(
                    new StudySources.Examined(file.text(each, "modality"), parts(each)),
                    guidelines.number(guidelines.fields(dose), "typical_msv"));
        }
        return doses;
    }

    private Set<String> parts(SourceNode.Fields node) {
        var parts = file.texts(node, "parts");
        parts.forEach(part -> requireRegion(node, part));
        return Set.copyOf(parts);
    }

    private void requireRegion(SourceNode node, String region) {
        if (!vocabulary.require("requested_region").choices().contains(region)) {
            throw file.fault(node, "'" + region + "' is no region of the vocabulary");
        }
    }

    private Fact fact(SourceNode.Fields node, String key, Fact.Kind kind) {
        var name = file.text(node, key);
        return vocabulary
                .fact(name)
                .filter(fact -> fact.kind() == kind)
                .orElseThrow(() -> file.fault(node, "'" + name + "' is no fact of this kind"));
    }

    private List<SourceNode.Fields> all(SourceNode.Fields fields, String key, Set<String> keys) {
        return file.items(file.get(fields, key)).stream()
                .map(node -> file.only(node, keys))
                .toList();
    }

    private Set<String> codes(SourceNode.Fields node) {
        var codes = set(node, "codes");
        codes.forEach(code -> code(node, code));
        return codes;
    }

    private String code(SourceNode node, String code) {
        var bar = code.lastIndexOf('|');
        if (bar <= 0 || bar == code.length() - 1) {
            throw file.fault(node, "'" + code + "' is not of the form system|code");
        }
        return code;
    }

    private Set<String> set(SourceNode.Fields node, String key) {
        List<String> texts = file.texts(node, key);
        if (texts.isEmpty()) {
            throw file.fault(node, "'" + key + "' is empty");
        }
        return new HashSet<>(texts);
    }

    private Duration days(SourceNode.Fields node) {
        return Duration.ofDays(file.number(node, "within_days").longValue());
    }
}
