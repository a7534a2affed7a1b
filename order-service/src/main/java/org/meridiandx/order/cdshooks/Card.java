package org.meridiandx.order.cdshooks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.meridiandx.order.cdshooks.learning.Avoidable;
import org.meridiandx.order.guidance.rules.Source;

/// What is shown to whoever orders.
///
/// @param about what it is about, for the record of what came of it
/// @param summary fewer than 140 characters
/// @param detail Markdown
/// @param suggestions of which one at most can be taken
/// @param isToBeOverridden whether going on needs a reason
record Card(UUID id, About about, Text text, List<Link> links, List<Suggestion> suggestions, boolean isToBeOverridden) {
    private static final int MOST_LINKS = 5;
    private static final String WEB = "https://";

    Card {
        links = List.copyOf(links);
        suggestions = List.copyOf(suggestions);
    }

    /// @param rule the recommendation, safety rule or guideline; else the kind itself
    /// @param topic in words
    /// @param source where it comes from on the web
    /// @param avoidable what is spared where the order is withdrawn as a repeat
    record About(Kind kind, String rule, String topic, Optional<String> source, Avoidable avoidable) {
        About(Kind kind, String rule, String topic, Optional<String> source) {
            this(kind, rule, topic, source, Avoidable.NOTHING);
        }
    }

    /// Why a card is shown.
    enum Kind {
        /// Another examination, or none, suits better.
        ADVICE,
        SAFETY,
        /// Something is missing that would change the answer.
        QUESTION,
        /// Something was not looked at, not understood, or no guideline speaks of it.
        NOTE,
        /// What is known of the patient already.
        RECORD;

        String code() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// The gravest first. **Source:** CDS Hooks 2.0, Card attributes.
    enum Indicator {
        CRITICAL,
        WARNING,
        INFO;

        String code() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// What people read.
    record Text(Indicator indicator, String summary, String detail) {
        private static final int LONGEST_SUMMARY = 139;

        Text {
            summary = summary.length() <= LONGEST_SUMMARY ? summary : summary.substring(0, LONGEST_SUMMARY - 1) + "…";
        }

        @Override
        public String toString() {
            return "Text[" + indicator + "]";
        }
    }

    record Link(String label, String url) {}

    /// @param order the draft as it would become; empty where it is to be withdrawn
    record Suggestion(UUID id, String label, String orderId, Optional<ObjectNode> order) {
        boolean isWithdrawal() {
            return order.isEmpty();
        }

        @Override
        public String toString() {
            return "Suggestion[" + id + "]";
        }
    }

    static Card of(About about, Text text) {
        return new Card(UUID.randomUUID(), about, text, List.of(), List.of(), false);
    }

    /// Words of a record, without what Markdown would take for its own.
    static String plain(String words) {
        return words.replaceAll("[*_`<>\\[\\]()#|\\\\\\n\\r]", " ");
    }

    /// Where it comes from on the web, the first of its sources that is there.
    static Optional<String> urlOf(List<Source> sources) {
        return sources.stream()
                .flatMap(source -> source.url().stream())
                .filter(url -> url.startsWith(WEB))
                .findFirst();
    }

    static List<Link> linksTo(List<Source> sources) {
        return sources.stream()
                .filter(source ->
                        source.url().filter(url -> url.startsWith(WEB)).isPresent())
                .map(source -> new Link(source.name(), source.url().orElseThrow()))
                .limit(MOST_LINKS)
                .toList();
    }
}
