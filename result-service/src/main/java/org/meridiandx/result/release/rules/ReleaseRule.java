package org.meridiandx.result.release.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Whether a patient, or who acts for them, is shown a report.
///
/// Of all rules that fit a report the one that keeps it back longest counts: a report of two kinds, of a child, with
/// a label, or unfinished is as late as the latest of them. An organisation's rule takes the place of the region's
/// for what it is about, and of no other.
///
/// **Source:** the region's own decision (ADR 036), a draft for clinical review. **Hazard:** somebody reads alone
/// that they are gravely ill; and: somebody never learns it, because nobody commented.
public final class ReleaseRule {
    private ReleaseRule() {}

    /// What counts of a report.
    ///
    /// @param subjects its kinds, and what makes it more delicate
    /// @param word what clinicians said for the patient about the report as it stands
    /// @param since when it came to be as it stands
    /// @param now by the clock that `since` is held against
    public record Facts(Set<Subject> subjects, Grade grade, Word word, Instant since, Instant now) {
        public Facts {
            subjects = Set.copyOf(subjects);
        }
    }

    /// What clinicians said for the patient about a report.
    public enum Word {
        NONE,
        /// A comment.
        COMMENT,
        /// A comment, and that the patient is to have it whatever the rules say.
        RELEASE
    }

    /// @param tables in the order in which they are asked: the organisation's own, the region's last
    public static boolean isReleased(Facts facts, List<RuleTable> tables) {
        return facts.word() == Word.RELEASE
                || switch (strictest(facts, tables)) {
                    case Release.AtOnce() -> true;
                    case Release.AfterDays(int days) ->
                        facts.word() == Word.COMMENT
                                || !facts.now().isBefore(facts.since().plus(Duration.ofDays(days)));
                    case Release.AfterComment() -> facts.word() == Word.COMMENT;
                    case Release.Never() -> false;
                };
    }

    private static Release strictest(Facts facts, List<RuleTable> tables) {
        var subjects = EnumSet.noneOf(Subject.class);
        subjects.addAll(facts.subjects());
        if (subjects.stream().noneMatch(Subject::isKind)) {
            subjects.add(Subject.OTHER);
        }
        Release strictest = new Release.AtOnce();
        for (var subject : subjects) {
            strictest = strictest.orStricter(of(subject, facts.grade(), tables));
        }
        return strictest;
    }

    /// What no table speaks of is not released by itself.
    private static Release of(Subject subject, Grade grade, List<RuleTable> tables) {
        return tables.stream()
                .flatMap(table -> table.find(subject, grade).stream())
                .findFirst()
                .orElseGet(Release.Never::new);
    }
}
