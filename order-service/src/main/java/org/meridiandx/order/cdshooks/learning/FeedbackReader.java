package org.meridiandx.order.cdshooks.learning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.meridiandx.order.cdshooks.calls.HookJson;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Reads what an EHR tells of cards. A comment in words is passed over: it may speak of the
/// patient.
///
/// **Source:** CDS Hooks 2.0, "Feedback".
public final class FeedbackReader {
    private static final int MOST = 200;
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Duration CLOCK_SKEW = Duration.ofDays(1);
    private static final String FOREIGN = "foreign";

    private FeedbackReader() {}

    /// @throws ProblemException 400 that names the place which cannot be taken
    public static List<Feedback> read(byte[] body, Instant now) {
        if (!(HookJson.object(body).path("feedback") instanceof ArrayNode list)
                || list.isEmpty()
                || list.size() > MOST) {
            throw ProblemException.of(
                    ProblemCode.MISSING_VALUE, "'feedback' is a list of 1 to " + MOST + " entries.", "feedback");
        }
        var all = new ArrayList<Feedback>();
        list.forEach(each -> all.add(one(each, now)));
        return all;
    }

    private static Feedback one(JsonNode node, Instant now) {
        var card = id(HookJson.requireText(node, "card", "feedback.card"), "feedback.card");
        var outcome = HookJson.requireText(node, "outcome", "feedback.outcome");
        var at = time(HookJson.requireText(node, "outcomeTimestamp", "feedback.outcomeTimestamp"), now);
        return switch (outcome) {
            case "accepted" -> new Feedback(card, accepted(node), false, "", at);
            case "overridden" -> new Feedback(card, List.of(), true, reason(node), at);
            default -> throw HookJson.refused("feedback.outcome", "is accepted or overridden.");
        };
    }

    private static List<UUID> accepted(JsonNode node) {
        var suggestions = node.path("acceptedSuggestions");
        if (!suggestions.isArray() || suggestions.isEmpty() || suggestions.size() > MOST) {
            throw HookJson.refused("feedback.acceptedSuggestions", "lists the suggestions that were accepted.");
        }
        var accepted = new ArrayList<UUID>();
        suggestions.forEach(each -> accepted.add(id(
                HookJson.requireText(each, "id", "feedback.acceptedSuggestions.id"),
                "feedback.acceptedSuggestions.id")));
        return accepted;
    }

    /// A code of ours; of others only that there is one.
    private static String reason(JsonNode node) {
        var code = node.path("overrideReason").path("reason").path("code").asText("");
        return code.isEmpty()
                ? ""
                : OverrideReason.ofCode(code).map(OverrideReason::code).orElse(FOREIGN);
    }

    private static UUID id(String text, String place) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException malformed) {
            throw HookJson.refused(place, "is the UUID of the answer.");
        }
    }

    /// One far ahead would outdo all feedback to come.
    private static Instant time(String text, Instant now) {
        var at = time(text);
        if (at.isBefore(EARLIEST) || at.isAfter(now.plus(CLOCK_SKEW))) {
            throw HookJson.refused("feedback.outcomeTimestamp", "is a time between 2000 and now.");
        }
        return at;
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException malformed) {
            throw HookJson.refused(
                    "feedback.outcomeTimestamp", "is a time with its offset, such as 2026-01-31T10:00:00Z.");
        }
    }
}
