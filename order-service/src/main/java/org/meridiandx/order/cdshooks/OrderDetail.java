package org.meridiandx.order.cdshooks;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.meridiandx.order.cdshooks.OrderCards.Findings;
import org.meridiandx.order.cdshooks.learning.Avoidable;
import org.meridiandx.order.guidance.rules.Assessment;
import org.meridiandx.order.guidance.rules.Assessment.Question;
import org.meridiandx.order.guidance.rules.Guideline;
import org.meridiandx.order.guidance.rules.SafetyRule;
import org.meridiandx.order.guidance.rules.facts.Fact;

/// Writes what cards say at length, as Markdown. Of what an EHR wrote, codes are repeated, and
/// words that were not read.
final class OrderDetail {
    private static final int MOST_NAMED = 3;

    private OrderDetail() {}

    static String of(Findings findings, Guideline guideline) {
        var text = new StringBuilder();
        findings.rated()
                .ifPresent(rated -> text.append("**")
                        .append(findings.examination())
                        .append("** ")
                        .append(verb(OrderCards.words(rated.category())))
                        .append(" here. ")
                        .append(rated.because().rationale().text())
                        .append("\n\n"));
        if (!findings.assessment().options().isEmpty()) {
            text.append("What is advised, best first:\n\n");
            findings.assessment()
                    .options()
                    .forEach(option -> text.append("- ").append(option(option)).append('\n'));
        }
        if (!guideline.about().alternatives().isEmpty()) {
            text.append("\nInstead of imaging: ")
                    .append(String.join("; ", guideline.about().alternatives()))
                    .append(".\n");
        }
        text.append("\nTaken from the request: ")
                .append(String.join(", ", findings.recognised().reasons()))
                .append('.');
        return text.toString();
    }

    private static String verb(String words) {
        return words.startsWith("may") ? words : "is " + words;
    }

    private static String option(Assessment.Option option) {
        var recommendation = option.recommendation();
        var advice = recommendation.advice();
        var dose = recommendation.examination().typicalDose();
        return "**" + recommendation.examination().procedure() + "** (" + OrderCards.words(advice.category()) + ", "
                + advice.urgency().code() + ", " + advice.route().code()
                + (dose.signum() > 0 ? ", about " + dose.stripTrailingZeros().toPlainString() + " mSv" : "") + "): "
                + recommendation.rationale().text();
    }

    /// Of a repeat, the dose that it would give. What it costs is for boards, not for whoever
    /// decides.
    static String spared(Avoidable avoidable) {
        return avoidable
                .millisieverts()
                .map(dose -> " Typical dose of a repeat: about "
                        + dose.stripTrailingZeros().toPlainString() + " mSv (an estimate).")
                .orElse("");
    }

    /// What is missing, in the words of the vocabulary: for the rating first, then for safety.
    static String questions(Findings findings) {
        var text = new StringBuilder();
        var recognised = findings.recognised();
        if (!recognised.notUnderstood().isEmpty()) {
            text.append("Not understood, so no fact was taken from it: ")
                    .append(String.join(", ", recognised.notUnderstood()))
                    .append(".\n\n");
        }
        recognised
                .suspicionOpen()
                .forEach(disorder -> text.append("Is ")
                        .append(disorder)
                        .append(" suspected or known? Write \"suspected\" beside it where it is.\n\n"));
        if (!recognised.beside().mentioned().isEmpty()) {
            text.append("The words speak of these; say what holds:\n\n");
            recognised
                    .beside()
                    .mentioned()
                    .forEach(fact -> text.append("- ").append(words(fact)).append('\n'));
            text.append('\n');
        }
        if (recognised.reasons().isEmpty() && recognised.suspicionOpen().isEmpty()) {
            text.append("Say why the examination is asked for: reasonCode, in SNOMED CT or ICD-10.\n\n");
        }
        var rules = findings.assessment().ask().stream()
                .flatMap(question -> question.because().stream())
                .collect(Collectors.toSet());
        rules.removeIf(id -> id.contains("/"));
        var safety = safetyRules(findings, rules);
        if (findings.assessment().rating() instanceof Assessment.Rating.Undecided) {
            list(text, "Would decide the rating:", findings, question -> !safety.containsAll(question.because()));
        }
        list(text, "Would tell whether it is safe:", findings, question -> safety.containsAll(question.because()));
        return text.toString().stripTrailing();
    }

    /// Of what questions hinge on, the safety rules: those are no guidelines of any option or
    /// rating.
    private static Set<String> safetyRules(Findings findings, Set<String> ids) {
        var safety = new HashSet<String>();
        for (SafetyRule rule : findings.basis().rules()) {
            if (ids.contains(rule.id())) {
                safety.add(rule.id());
            }
        }
        return safety;
    }

    private static void list(
            StringBuilder text, String title, Findings findings, java.util.function.Predicate<Question> which) {
        var questions = findings.assessment().ask().stream().filter(which).toList();
        if (!questions.isEmpty()) {
            text.append(title).append("\n\n");
            questions.forEach(question -> text.append("- ")
                    .append(words(question.fact()))
                    .append(because(question))
                    .append('\n'));
            text.append('\n');
        }
    }

    /// Which guidelines, recommendations and rules hinge on it.
    private static String because(Question question) {
        var all = question.because();
        var named = all.stream().limit(MOST_NAMED).map(id -> "`" + id + "`").collect(Collectors.joining(", "));
        var more = all.size() > MOST_NAMED ? " and " + (all.size() - MOST_NAMED) + " more" : "";
        return all.isEmpty() ? "" : ": decides " + named + more;
    }

    private static String words(Fact fact) {
        var kind = switch (fact.kind()) {
            case FLAG -> "yes or no";
            case NUMBER -> fact.unit().isEmpty() ? "a number" : fact.unit();
            case CHOICE -> String.join(" / ", fact.choices()).toLowerCase(Locale.ROOT);
            case TEXT -> "in words";
        };
        return fact.meaning() + " (`" + fact.name() + "`: " + kind + ")";
    }
}
