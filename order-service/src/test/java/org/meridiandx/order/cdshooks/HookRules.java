package org.meridiandx.order.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// What every answer of a CDS service has to keep to, checked by hand.
///
/// **Source:** CDS Hooks 2.0, "Discovery" and "CDS Service Response".
final class HookRules {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> CARD = Set.of(
            "uuid",
            "summary",
            "detail",
            "indicator",
            "source",
            "suggestions",
            "selectionBehavior",
            "overrideReasons",
            "links",
            "extension");
    private static final Set<String> INDICATORS = Set.of("info", "warning", "critical");

    private HookRules() {}

    static JsonNode read(String body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The answer of a hook.
    static JsonNode check(String body) {
        var answer = read(body);
        requireFilled(answer, "answer");
        requireOnly(answer, Set.of("cards", "systemActions", "extension"));
        assertThat(answer.path("cards").isArray()).as("cards are there").isTrue();
        var ids = new HashSet<String>();
        answer.path("cards").forEach(card -> checkCard(card, ids));
        answer.path("systemActions").forEach(action -> {
            checkAction(action);
            assertThat(action.has("resource") || action.has("resourceId")).isTrue();
        });
        return answer;
    }

    /// The list of services.
    static JsonNode checkDiscovery(String body) {
        var answer = read(body);
        requireFilled(answer, "discovery");
        requireOnly(answer, Set.of("services"));
        var ids = new HashSet<String>();
        for (var service : answer.path("services")) {
            requireOnly(
                    service,
                    Set.of("hook", "title", "description", "id", "prefetch", "usageRequirements", "extension"));
            List.of("hook", "description", "id")
                    .forEach(name ->
                            assertThat(service.path(name).isTextual()).as(name).isTrue());
            assertThat(ids.add(service.path("id").asText()))
                    .as("ids are unique")
                    .isTrue();
            service.path("prefetch")
                    .forEach(template -> assertThat(template.asText())
                            .matches("[A-Za-z]+[/?][^{}]*(\\{\\{context\\.[A-Za-z.]+}}[^{}]*)*"));
        }
        return answer;
    }

    private static void checkCard(JsonNode card, Set<String> ids) {
        requireOnly(card, CARD);
        requireUuid(card.path("uuid"), ids);
        assertThat(card.path("summary").asText()).hasSizeBetween(1, 139);
        assertThat(INDICATORS).contains(card.path("indicator").asText());
        var source = card.path("source");
        requireOnly(source, Set.of("label", "url", "icon", "topic"));
        assertThat(source.path("label").isTextual()).isTrue();
        requireUrl(source.path("url"));
        requireOnly(source.path("topic"), Set.of("system", "code", "display"));
        assertThat(card.path("detail").asText()).contains("draft for clinical review");
        if (card.has("suggestions")) {
            assertThat(card.path("selectionBehavior").asText()).isIn("at-most-one", "any");
        } else {
            assertThat(card.has("selectionBehavior")).isFalse();
        }
        card.path("suggestions").forEach(suggestion -> checkSuggestion(suggestion, ids));
        card.path("overrideReasons").forEach(reason -> {
            requireOnly(reason, Set.of("code", "system", "display"));
            assertThat(reason.size()).isEqualTo(3);
        });
        for (var link : card.path("links")) {
            requireOnly(link, Set.of("label", "url", "type", "appContext"));
            assertThat(link.path("label").isTextual()).isTrue();
            assertThat(link.path("type").asText()).isIn("absolute", "smart");
            requireUrl(link.path("url"));
        }
    }

    private static void checkSuggestion(JsonNode suggestion, Set<String> ids) {
        requireOnly(suggestion, Set.of("label", "uuid", "isRecommended", "actions"));
        assertThat(suggestion.path("label").isTextual()).isTrue();
        requireUuid(suggestion.path("uuid"), ids);
        suggestion.path("actions").forEach(HookRules::checkAction);
    }

    private static void checkAction(JsonNode action) {
        requireOnly(action, Set.of("type", "description", "resource", "resourceId", "extension"));
        assertThat(action.path("description").isTextual()).isTrue();
        switch (action.path("type").asText()) {
            case "create", "update" ->
                assertThat(action.path("resource").path("resourceType").isTextual())
                        .isTrue();
            case "delete" -> assertThat(action.path("resourceId").asText()).matches("[A-Za-z]+/[A-Za-z0-9.-]+");
            default ->
                assertThat(action.path("type").asText()).as("type of an action").isNull();
        }
    }

    private static void requireUuid(JsonNode node, Set<String> ids) {
        assertThat(UUID.fromString(node.asText())).hasToString(node.asText());
        assertThat(ids.add(node.asText())).as("no id stands twice").isTrue();
    }

    private static void requireUrl(JsonNode node) {
        if (!node.isMissingNode()) {
            assertThat(URI.create(node.asText()).isAbsolute()).isTrue();
        }
    }

    private static void requireOnly(JsonNode node, Set<String> names) {
        node.fieldNames().forEachRemaining(name -> assertThat(names).contains(name));
    }

    /// No null, no empty text, list or object anywhere.
    private static void requireFilled(JsonNode node, String place) {
        assertThat(node.isNull()).as("null at " + place).isFalse();
        assertThat(node.isTextual() && node.asText().isEmpty())
                .as("empty text at " + place)
                .isFalse();
        if (node.isContainerNode() && !place.equals("answer.cards")) {
            assertThat(node.isEmpty()).as("empty at " + place).isFalse();
        }
        node.properties().forEach(entry -> requireFilled(entry.getValue(), place + "." + entry.getKey()));
        if (node.isArray()) {
            node.forEach(each -> requireFilled(each, place + "[]"));
        }
    }
}
