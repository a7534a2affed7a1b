package org.meridiandx.order.cdshooks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.meridiandx.order.cdshooks.learning.OverrideReason;
import org.meridiandx.order.guidance.rules.GuidanceContent;

/// Writes an answer. There is no member without a value in it.
///
/// **Source:** CDS Hooks 2.0, "CDS Service Response".
final class HookAnswerJson {
    static final String TOPICS = "https://meridiandx.org/fhir/CodeSystem/guidance-topic";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final GuidanceContent content;

    HookAnswerJson(GuidanceContent content) {
        this.content = content;
    }

    /// @param others cards of somebody else, ready to be shown after ours
    ObjectNode write(HookAnswer answer, List<ObjectNode> others) {
        var json = JSON.objectNode();
        var cards = json.putArray("cards");
        answer.cards().forEach(card -> cards.add(write(card)));
        others.forEach(cards::add);
        var actions = JSON.arrayNode();
        answer.ratings().forEach(rated -> rated.order().ifPresent(order -> actions.add(write(rated, order))));
        putUnlessEmpty(json, "systemActions", actions);
        return json;
    }

    private static ObjectNode write(HookAnswer.Rated rated, ObjectNode order) {
        var action = JSON.objectNode();
        action.put("type", "update");
        action.put("description", "Rated as " + rated.rating());
        action.set("resource", order);
        return action;
    }

    private ObjectNode write(Card card) {
        var json = JSON.objectNode();
        json.put("uuid", card.id().toString());
        json.put("summary", card.text().summary());
        json.put("detail", card.text().detail() + "\n\n*" + versionOf() + "*");
        json.put("indicator", card.text().indicator().code());
        json.set("source", source(card.about()));
        var suggestions = JSON.arrayNode();
        card.suggestions().forEach(suggestion -> suggestions.add(write(suggestion)));
        putUnlessEmpty(json, "suggestions", suggestions);
        if (!suggestions.isEmpty()) {
            json.put("selectionBehavior", "at-most-one");
        }
        if (card.isToBeOverridden()) {
            json.set("overrideReasons", OverrideReason.all());
        }
        var links = JSON.arrayNode();
        card.links()
                .forEach(link -> links.addObject()
                        .put("label", link.label())
                        .put("url", link.url())
                        .put("type", "absolute"));
        putUnlessEmpty(json, "links", links);
        return json;
    }

    /// Shown with every card.
    private String versionOf() {
        return content.version() + "; " + content.status();
    }

    private ObjectNode source(Card.About about) {
        var source = JSON.objectNode();
        source.put("label", "Meridian scan choice, " + versionOf());
        about.source().ifPresent(url -> source.put("url", url));
        source.putObject("topic")
                .put("system", TOPICS)
                .put("code", about.rule())
                .put("display", about.topic());
        return source;
    }

    private static ObjectNode write(Card.Suggestion suggestion) {
        var json = JSON.objectNode();
        json.put("label", suggestion.label());
        json.put("uuid", suggestion.id().toString());
        var action = json.putArray("actions").addObject();
        action.put("type", suggestion.isWithdrawal() ? "delete" : "update");
        action.put("description", suggestion.label());
        suggestion
                .order()
                .ifPresentOrElse(
                        order -> action.set("resource", order),
                        () -> action.put("resourceId", "ServiceRequest/" + suggestion.orderId()));
        return json;
    }

    private static void putUnlessEmpty(ObjectNode json, String name, ArrayNode list) {
        if (!list.isEmpty()) {
            json.set(name, list);
        }
    }

    /// A copy without nulls and empties, as FHIR and CDS Hooks want it. A null in a list that goes
    /// along with another list by position (`given` and `_given`) keeps its place.
    static ObjectNode clean(ObjectNode resource) {
        var copy = resource.deepCopy();
        prune(copy);
        return copy;
    }

    private static void prune(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (var name : new ArrayList<>(object.properties())) {
                var isPaired = name.getKey().startsWith("_") || object.has("_" + name.getKey());
                if (!isPaired) {
                    prune(name.getValue());
                    if (isEmpty(name.getValue())) {
                        object.remove(name.getKey());
                    }
                }
            }
        } else if (node instanceof ArrayNode list) {
            for (int at = list.size() - 1; at >= 0; at--) {
                prune(list.get(at));
                if (isEmpty(list.get(at))) {
                    list.remove(at);
                }
            }
        }
    }

    private static boolean isEmpty(JsonNode node) {
        return node.isNull()
                || node.isContainerNode() && node.isEmpty()
                || node.isTextual() && node.textValue().isEmpty();
    }
}
