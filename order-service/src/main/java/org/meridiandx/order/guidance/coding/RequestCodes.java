package org.meridiandx.order.guidance.coding;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.meridiandx.order.guidance.rules.facts.Fact;
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
    private final ExaminationCodes examinations;

    public RequestCodes(CodeTable table) {
        this.table = table;
        this.examinations = new ExaminationCodes(table);
    }

    /// @param examination what is asked for
    /// @param reasons why; a reason without code or word counts as none
    public Recognised read(Coded examination, List<Coded> reasons) {
        var known = examinations.of(examination);
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
                collected.suspicionOpen,
                new Beside(collected.unread, collected.mentioned));
    }

    /// The same with what its notes speak of; nothing else of them is looked at.
    public Recognised withNotes(Recognised read, List<String> notes) {
        return read.withMentioned(
                "the note", notes.stream().flatMap(this::mentions).distinct().toList());
    }

    private Stream<Fact> mentions(String text) {
        return table.words().mentions().tagsIn(text).stream().sorted().flatMap(name -> table.mentioned(name).stream());
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
        private final List<String> unread = new ArrayList<>();
        private final List<Fact> mentioned = new ArrayList<>();

        Reasons(Facts facts) {
            this.facts = facts;
        }

        void doNotUnderstand(String label) {
            if (!notUnderstood.contains(label)) {
                notUnderstood.add(label);
            }
        }
    }

    private void readReason(Coded reason, Reasons into) {
        var byCode = reason.codes().stream()
                .flatMap(code -> table.reason(code).stream())
                .toList();
        if (!byCode.isEmpty()) {
            var said = certaintyOf(reason.texts());
            byCode.forEach(meaning -> take(new Said(meaning, said), labelOf(reason, "reason"), into));
            readBeside(reason, byCode, into);
            return;
        }
        var texts = reason.texts().stream().distinct().toList();
        var around = texts.size() > 1 ? certaintyOf(texts) : Certainty.STATED;
        var text = texts.stream()
                .map(each -> ofWords(each, around))
                .flatMap(Optional::stream)
                .findFirst();
        text.ifPresentOrElse(found -> found.forEach(each -> take(each, labelOf(reason, "reason"), into)), () -> {
            into.doNotUnderstand(labelOf(reason, "reason"));
            texts.forEach(each -> mention(each, into));
        });
    }

    /// Words beside a code that is known may say more than it, or the opposite. What is known of
    /// them counts; what speaks of something that would change the answer is asked; the rest is
    /// shown.
    ///
    /// **Hazard:** "pregnant" beside the code of back pain, dropped unseen.
    private void readBeside(Coded reason, List<Meaning> byCode, Reasons into) {
        var text = reason.text().strip();
        if (text.isEmpty() || isTheSame(text, reason, byCode)) {
            return;
        }
        var found = ofWords(text, Certainty.STATED);
        if (found.isPresent()) {
            found.get().stream()
                    .filter(said -> !byCode.contains(said.meaning()))
                    .forEach(said -> take(said, "the words beside " + labelOf(reason, "reason"), into));
        } else if (mention(text, into)) {
            into.doNotUnderstand("the words beside " + labelOf(reason, "reason"));
        } else {
            into.unread.add(text);
        }
    }

    /// The display of a code once more, or the code's meaning in known words.
    private boolean isTheSame(String text, Coded reason, List<Meaning> byCode) {
        var isDisplay = reason.texts().stream().filter(text::equalsIgnoreCase).count() > 1;
        return isDisplay
                || table.reasonOfWords(Words.split(text))
                        .filter(byCode::contains)
                        .isPresent();
    }

    private boolean mention(String text, Reasons into) {
        var open = mentions(text)
                .filter(fact -> !into.facts.isSupplied(fact) && !into.mentioned.contains(fact))
                .toList();
        into.mentioned.addAll(open);
        return mentions(text).findAny().isPresent();
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
