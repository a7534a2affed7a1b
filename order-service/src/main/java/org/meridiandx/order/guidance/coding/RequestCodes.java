package org.meridiandx.order.guidance.coding;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meridiandx.order.guidance.rules.facts.Facts;

/// Reads what a request says: codes first, words only where no code is known.
public final class RequestCodes {
    private static final int LONGEST_CODE = 20;
    private static final Set<String> DENIALS = Set.of(
            "no",
            "not",
            "nil",
            "without",
            "never",
            "denies",
            "denied",
            "absent",
            "excluded",
            "ruled",
            "unlikely",
            // What somebody of the family has, the patient has not.
            "family",
            "familial",
            "fh",
            "fhx",
            "relative",
            "relatives",
            "mother",
            "father",
            "sister",
            "brother",
            "sibling",
            "parent",
            "aunt",
            "uncle");

    private final CodeTable table;

    public RequestCodes(CodeTable table) {
        this.table = table;
    }

    /// @param examination what is asked for
    /// @param reasons why; a reason without code or word counts as none
    public Recognised read(Coded examination, List<Coded> reasons) {
        var known = examinationOf(examination);
        var collected = new Reasons(known.map(Meaning::facts).orElse(table.none()));
        reasons.stream().filter(reason -> !reason.isEmpty()).forEach(reason -> readReason(reason, collected));
        if (known.isEmpty() && !examination.isEmpty()) {
            collected.notUnderstood.addFirst(labelOf(examination, "examination"));
        }
        return new Recognised(
                collected.facts,
                known.map(Meaning::means),
                collected.names,
                collected.notUnderstood,
                collected.suspicionOpen);
    }

    /// Whether the words of something speak of imaging, known or not.
    public boolean speaksOfImaging(Coded examination) {
        return examination.texts().stream()
                .anyMatch(text -> table.words().modalities().isIn(text));
    }

    private static final class Reasons {
        private Facts facts;
        private final List<String> names = new ArrayList<>();
        private final List<String> notUnderstood = new ArrayList<>();
        private final List<String> suspicionOpen = new ArrayList<>();

        Reasons(Facts facts) {
            this.facts = facts;
        }

        void doNotUnderstand(String label) {
            if (!notUnderstood.contains(label)) {
                notUnderstood.add(label);
            }
        }
    }

    private Optional<Meaning> examinationOf(Coded examination) {
        var byCode = examination.codes().stream()
                .flatMap(code -> table.examination(code).stream())
                .toList();
        return byCode.isEmpty() ? examinationOfWords(examination) : together(byCode);
    }

    /// Codes that contradict one another say nothing.
    private static Optional<Meaning> together(List<Meaning> meanings) {
        var all = Optional.of(meanings.getFirst());
        for (var each : meanings.subList(1, meanings.size())) {
            all = all.flatMap(meaning -> meaning.and(each));
        }
        return all;
    }

    private Optional<Meaning> examinationOfWords(Coded examination) {
        var found = examination.texts().stream()
                .flatMap(text -> table.words().examinationWords().tagsOf(text).flatMap(this::ofTags).stream())
                .toList();
        return found.isEmpty() ? Optional.empty() : together(found);
    }

    private Optional<Meaning> ofTags(Set<String> tags) {
        var named = of(tags, CodeTableReader.Tag.EXAMINATION);
        var modalities = of(tags, CodeTableReader.Tag.MODALITY);
        var regions = of(tags, CodeTableReader.Tag.REGION);
        if (named.size() == 1) {
            return table.examinationNamed(named.getFirst()).filter(meaning -> fits(meaning, modalities, regions));
        }
        if (!named.isEmpty() || modalities.size() != 1 || regions.size() != 1) {
            return Optional.empty();
        }
        var modality = modalities.getFirst();
        var facts =
                table.none().with(CodeTableReader.MODALITY, modality).with(CodeTableReader.REGION, regions.getFirst());
        return contrastOf(modality, of(tags, CodeTableReader.Tag.CONTRAST))
                .map(contrast -> contrast.isEmpty() ? facts : facts.with(CodeTableReader.CONTRAST, contrast))
                .map(all -> new Meaning(modality + " " + regions.getFirst(), all, false, "words"));
    }

    private static boolean fits(Meaning named, List<String> modalities, List<String> regions) {
        return modalities.stream().allMatch(each -> named.has(CodeTableReader.MODALITY, each))
                && regions.stream().allMatch(each -> named.has(CodeTableReader.REGION, each));
    }

    private static List<String> of(Set<String> tags, CodeTableReader.Tag kind) {
        return tags.stream().flatMap(tag -> kind.in(tag).stream()).toList();
    }

    /// @return an empty text where nothing is said of it; nothing where both are said
    private static Optional<String> contrastOf(String modality, List<String> said) {
        if (said.size() > 1) {
            return Optional.empty();
        }
        return switch (said.isEmpty() ? "" : said.getFirst()) {
            case "no" -> Optional.of("none");
            case "yes" ->
                switch (modality) {
                    case "CT" -> Optional.of("iodinated");
                    case "MRI" -> Optional.of("gadolinium");
                    default -> Optional.empty();
                };
            default -> Optional.of("");
        };
    }

    private void readReason(Coded reason, Reasons into) {
        var byCode = reason.codes().stream()
                .flatMap(code -> table.reason(code).stream())
                .toList();
        if (!byCode.isEmpty()) {
            var said = certaintyOf(reason.texts());
            byCode.forEach(meaning -> take(new Said(meaning, said), labelOf(reason, "reason"), into));
            return;
        }
        var texts = reason.texts().stream().distinct().toList();
        var around = texts.size() > 1 ? certaintyOf(texts) : Certainty.STATED;
        var text = texts.stream()
                .map(each -> ofWords(each, around))
                .flatMap(Optional::stream)
                .findFirst();
        text.ifPresentOrElse(
                found -> found.forEach(each -> take(each, labelOf(reason, "reason"), into)),
                () -> into.doNotUnderstand(labelOf(reason, "reason")));
    }

    /// What words say of the thing that they stand beside, the least certain last.
    private enum Certainty {
        STATED,
        SUSPECTED,
        /// Denied, or in a text that is too long to be looked through.
        UNCLEAR
    }

    private record Said(Meaning meaning, Certainty certainty) {}

    /// **Hazard:** a finding that is denied, or only thought of, is none.
    ///
    /// @param label of the reason, where it gives no fact
    private static void take(Said said, String label, Reasons into) {
        var meaning = said.meaning();
        if (meaning.isOfSuspicion() && said.certainty() != Certainty.SUSPECTED) {
            into.suspicionOpen.add(meaning.means());
            return;
        }
        if (!meaning.isOfSuspicion() && said.certainty() != Certainty.STATED) {
            into.doNotUnderstand(label);
            return;
        }
        into.facts = into.facts.overriddenBy(meaning.facts());
        if (!into.names.contains(meaning.means())) {
            into.names.add(meaning.means());
        }
    }

    private Certainty certaintyOf(List<String> texts) {
        var isUnclear =
                texts.stream().anyMatch(text -> text.length() > Words.LONGEST_TEXT || isDenied(Words.split(text)));
        if (isUnclear) {
            return Certainty.UNCLEAR;
        }
        return texts.stream().anyMatch(table.words().suspicion()::isIn) ? Certainty.SUSPECTED : Certainty.STATED;
    }

    private static boolean isDenied(List<String> words) {
        return words.stream().anyMatch(DENIALS::contains);
    }

    /// @param around what is said in other words of the same reason
    /// @return empty where a piece of the text is not known
    private Optional<List<Said>> ofWords(String text, Certainty around) {
        if (text.length() > Words.LONGEST_TEXT) {
            return Optional.empty();
        }
        var found = new ArrayList<Said>();
        for (var piece : Words.pieces(text)) {
            var meaning = table.reasonOfWords(table.words().suspicion().without(piece));
            if (meaning.isEmpty()) {
                return Optional.empty();
            }
            var said = certaintyOf(List.of(piece));
            found.add(new Said(meaning.get(), said.compareTo(around) > 0 ? said : around));
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(found);
    }

    /// As people find it in their request: a code that could be printed, else what kind of thing it
    /// is.
    private String labelOf(Coded thing, String kind) {
        return thing.codes().stream()
                .filter(code -> code.value().length() <= LONGEST_CODE
                        && code.value()
                                .chars()
                                .allMatch(c -> c < 0x7f && (Character.isLetterOrDigit(c) || c == '.' || c == '-')))
                .findFirst()
                .map(code -> kind + " code " + code.value()
                        + table.aliasOf(code).map(alias -> " (" + alias + ")").orElse(""))
                .orElse("the words of the " + kind);
    }
}
