package org.meridiandx.order.guidance.coding;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meridiandx.order.guidance.rules.facts.ContentException;
import org.meridiandx.order.guidance.rules.facts.ContentFile;
import org.meridiandx.order.guidance.rules.facts.Fact;
import org.meridiandx.order.guidance.rules.facts.FactValue;
import org.meridiandx.order.guidance.rules.facts.Facts;
import org.meridiandx.order.guidance.rules.facts.SourceNode;
import org.meridiandx.order.guidance.rules.facts.Vocabulary;

/// Reads `codes.yaml`.
public final class CodeTableReader {
    static final String MODALITY = "requested_modality";
    static final String REGION = "requested_region";
    static final String CONTRAST = "contrast_planned";

    private static final Set<String> FILE = Set.of("meta", "systems", "examinations", "reasons", "words", "procedures");
    private static final Set<String> META = Set.of("version", "status");
    private static final Set<String> EXAMINATION = Set.of("means", "facts", "codes", "source");
    private static final Set<String> REASON = Set.of("means", "suspected", "facts", "codes", "phrases", "source");
    private static final Set<String> WORDS = Set.of(
            "source",
            "modalities",
            "regions",
            "examinations",
            "contrast",
            "no_contrast",
            "neutral",
            "suspected",
            "mentions");

    private final ContentFile file;
    private final Vocabulary vocabulary;
    private final CodeTable table;
    private final Words examinationWords = new Words();
    private final Words suspicion = new Words();
    private final Words modalities = new Words();
    private final Words mentions = new Words();

    private CodeTableReader(ContentFile file, Vocabulary vocabulary) {
        this.file = file;
        this.vocabulary = vocabulary;
        this.table = new CodeTable(
                Facts.none(vocabulary), new CodeTable.WordTables(examinationWords, suspicion, modalities, mentions));
    }

    /// @throws ContentException where something is not as it should be, with its line
    public static CodeTable read(ContentFile file, Vocabulary vocabulary) {
        return new CodeTableReader(file, vocabulary).read();
    }

    private CodeTable read() {
        var systems = file.fields(file.get(file.root(), "systems"));
        systems.values()
                .keySet()
                .forEach(alias -> file.texts(systems, alias).forEach(url -> table.addSystem(url, alias)));
        file.all(file.root(), "examinations").forEach(row -> examination(systems, row));
        file.all(file.root(), "reasons").forEach(row -> reason(systems, row));
        words(file.fields(file.get(file.root(), "words")));
        procedures(file.fields(file.get(file.root(), "procedures")));
        file.only(file.get(file.root(), "meta"), META);
        file.only(file.root(), FILE);
        return table;
    }

    private void examination(SourceNode.Fields systems, SourceNode.Fields row) {
        var meaning = meaning(row);
        if (!meaning.facts().isSupplied(vocabulary.require(MODALITY))
                || !meaning.facts().isSupplied(vocabulary.require(REGION))) {
            throw file.fault(row, "an examination says " + MODALITY + " and " + REGION);
        }
        codes(systems, row, (alias, code) -> table.addExamination(alias, code, meaning));
        file.only(row, EXAMINATION);
    }

    private void reason(SourceNode.Fields systems, SourceNode.Fields row) {
        var meaning = meaning(row);
        codes(systems, row, (alias, code) -> table.addReason(alias, code, meaning));
        if (!table.addPhrase(meaning.means(), meaning)) {
            throw file.fault(row, "'" + meaning.means() + "' stands twice");
        }
        for (var phrase : file.texts(row, "phrases")) {
            if (!table.addPhrase(phrase, meaning)) {
                throw file.fault(row, "'" + phrase + "' stands twice");
            }
        }
        file.only(row, REASON);
    }

    private Meaning meaning(SourceNode.Fields row) {
        var isOfSuspicion = file.find(row, "suspected").isPresent() && file.flag(row, "suspected");
        return new Meaning(
                file.text(row, "means"),
                facts(file.fields(file.get(row, "facts"))),
                isOfSuspicion,
                file.text(row, "source"));
    }

    private Facts facts(SourceNode.Fields node) {
        var facts = table.none();
        for (var entry : node.values().entrySet()) {
            var fact = vocabulary
                    .fact(entry.getKey())
                    .orElseThrow(() -> file.fault(node, "'" + entry.getKey() + "' is no fact of the vocabulary"));
            try {
                facts = facts.with(fact, value(fact, entry.getValue()));
            } catch (IllegalArgumentException unfit) {
                throw file.fault(entry.getValue(), String.valueOf(unfit.getMessage()));
            }
        }
        return facts;
    }

    private FactValue value(Fact fact, SourceNode node) {
        var text = file.text(node);
        return switch (fact.kind()) {
            case FLAG -> new FactValue.Flag(text.equals("true"));
            case NUMBER -> new FactValue.Amount(new BigDecimal(text));
            case CHOICE -> new FactValue.Choice(text);
            case TEXT -> throw file.fault(node, "a code gives no text");
        };
    }

    /// Takes one code in.
    private interface Row {
        /// @return false where it is there already
        boolean add(String alias, String code);
    }

    private void codes(SourceNode.Fields systems, SourceNode.Fields row, Row into) {
        var codes = file.fields(file.get(row, "codes"));
        if (codes.values().isEmpty()) {
            throw file.fault(row, "a row has a code");
        }
        for (var alias : codes.values().keySet()) {
            if (file.find(systems, alias).isEmpty()) {
                throw file.fault(codes, "'" + alias + "' is no system of this file");
            }
            for (var code : file.texts(codes, alias)) {
                if (!into.add(alias, code)) {
                    throw file.fault(codes, alias + " " + code + " stands twice");
                }
            }
        }
    }

    /// **Hazard:** a suggestion orders something else than it says.
    private void procedures(SourceNode.Fields node) {
        node.values().keySet().forEach(means -> {
            if (table.codesOf(means).isEmpty()) {
                throw file.fault(node, "'" + means + "' is no examination of this file that can be ordered");
            }
            file.texts(node, means).forEach(procedure -> table.addProcedure(procedure, means));
        });
    }

    private void words(SourceNode.Fields node) {
        tagged(file.fields(file.get(node, "modalities")), Tag.MODALITY, MODALITY);
        tagged(file.fields(file.get(node, "regions")), Tag.REGION, REGION);
        var named = file.fields(file.get(node, "examinations"));
        named.values().keySet().forEach(means -> {
            if (table.examinationNamed(means).isEmpty()) {
                throw file.fault(named, "'" + means + "' is no examination of this file");
            }
            add(file.texts(named, means), Tag.EXAMINATION.of(means));
        });
        add(file.texts(node, "contrast"), Tag.CONTRAST.of("yes"));
        add(file.texts(node, "no_contrast"), Tag.CONTRAST.of("no"));
        add(file.texts(node, "neutral"), Tag.NEUTRAL.of(""));
        file.texts(node, "suspected").forEach(phrase -> suspicion.add(phrase, ""));
        mentions(file.fields(file.get(node, "mentions")));
        file.only(node, WORDS);
    }

    private void mentions(SourceNode.Fields node) {
        node.values().keySet().forEach(name -> {
            table.addMentioned(vocabulary
                    .fact(name)
                    .orElseThrow(() -> file.fault(node, "'" + name + "' is no fact of the vocabulary")));
            file.texts(node, name).forEach(phrase -> mentions.add(phrase, name));
        });
    }

    private void tagged(SourceNode.Fields node, Tag tag, String fact) {
        node.values().keySet().forEach(choice -> {
            if (!vocabulary.require(fact).choices().contains(choice)) {
                throw file.fault(node, "'" + choice + "' is no value of '" + fact + "'");
            }
            add(file.texts(node, choice), tag.of(choice));
            if (tag == Tag.MODALITY) {
                file.texts(node, choice).forEach(phrase -> modalities.add(phrase, choice));
            }
        });
    }

    private void add(List<String> phrases, String tag) {
        phrases.forEach(phrase -> examinationWords.add(phrase, tag));
    }

    /// What a phrase of an examination is.
    enum Tag {
        MODALITY,
        REGION,
        EXAMINATION,
        CONTRAST,
        NEUTRAL;

        String of(String value) {
            return name() + ':' + value;
        }

        Optional<String> in(String tag) {
            return tag.startsWith(name() + ':') ? Optional.of(tag.substring(name().length() + 1)) : Optional.empty();
        }
    }
}
