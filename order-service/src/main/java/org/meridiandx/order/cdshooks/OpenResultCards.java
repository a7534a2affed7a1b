package org.meridiandx.order.cdshooks;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.meridiandx.order.guidance.record.OpenResult;
import org.meridiandx.order.guidance.record.OpenResults;
import org.meridiandx.order.guidance.rules.record.Checked;

/// Makes the card about reports that nobody has acknowledged.
final class OpenResultCards {
    private static final String RULE = "open-results";
    private static final ZoneId HERE = ZoneId.of("Europe/London");
    private static final int MOST_SHOWN = 10;

    private OpenResultCards() {}

    /// @return none where all were acknowledged
    static Optional<Card> of(Checked<OpenResult> results) {
        return switch (results) {
            case Checked.NotChecked<OpenResult>(var reason) ->
                Optional.of(card(Card.Kind.NOTE, "Open results were not looked up", reason));
            case Checked.Answered<OpenResult>(var open) ->
                open.isEmpty() ? Optional.empty() : Optional.of(card(Card.Kind.RECORD, summary(open), detail(open)));
        };
    }

    private static String summary(List<OpenResult> open) {
        var number = open.size() < OpenResults.MOST ? String.valueOf(open.size()) : OpenResults.MOST + " or more";
        return number + (open.size() == 1 ? " result is" : " results are") + " not acknowledged by anybody yet";
    }

    private static String detail(List<OpenResult> open) {
        var lines = open.stream()
                .limit(MOST_SHOWN)
                .map(result -> "- " + Card.plain(result.title()) + ", " + result.status() + ", "
                        + result.issuedAt().atZone(HERE).toLocalDate()
                        + (result.performer().isEmpty() ? "" : ", " + result.performer()))
                .toList();
        var more = open.size() > MOST_SHOWN ? "\n- and " + (open.size() - MOST_SHOWN) + " more" : "";
        return String.join("\n", lines) + more + "\n\nIssued in the last " + OpenResults.LOOK_BACK.toDays() + " days.";
    }

    private static Card card(Card.Kind kind, String summary, String detail) {
        return Card.of(
                new Card.About(kind, RULE, "Open results", Optional.empty()),
                new Card.Text(Card.Indicator.INFO, summary, detail));
    }
}
