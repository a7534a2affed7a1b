package org.meridiandx.order.cdshooks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.order.cdshooks.calls.HookRequest.DraftOrder;
import org.meridiandx.order.guidance.coding.Coded;
import org.meridiandx.order.guidance.coding.Recognised;
import org.meridiandx.order.guidance.coding.RequestCodes;
import org.meridiandx.order.guidance.rules.facts.Facts;

/// Reads a draft ServiceRequest, and writes it with a rating.
///
/// **Source:** Argonaut, CDS Hooks for PAMA, for the two extensions.
final class DraftOrders {
    private static final String RATING = "http://fhir.org/argonaut/Extension/pama-rating";
    private static final String RATINGS = "http://fhir.org/argonaut/CodeSystem/pama-rating";
    private static final String CONSULTATION = "http://fhir.org/argonaut/Extension/pama-rating-consult-id";
    private static final Set<String> IMAGING_CATEGORIES = Set.of("363679005", "RAD", "imaging");
    private static final int MOST_REASONS = 20;
    private static final String PRACTITIONER = "Practitioner";

    private final RequestCodes codes;

    DraftOrders(RequestCodes codes) {
        this.codes = codes;
    }

    Recognised recognise(DraftOrder order) {
        var reasons = new ArrayList<Coded>();
        for (var reason : order.resource().path("reasonCode")) {
            if (reasons.size() < MOST_REASONS) {
                reasons.add(coded(reason));
            }
        }
        var read = codes.read(coded(order.resource().path("code")), reasons).withNotUnderstood(notRead(order));
        var notes = new ArrayList<String>();
        for (var note : order.resource().path("note")) {
            add(notes, note.path("text"));
        }
        return codes.withNotes(read, notes);
    }

    /// The open request of the same modality and part of the body, which is not this one itself.
    Optional<ObjectNode> equivalent(DraftOrder order, Recognised recognised, List<ObjectNode> open) {
        return open.stream()
                .filter(each -> !isItself(order.resource(), each))
                .filter(each -> recognised.isOfTheSame(codes.read(coded(each.path("code")), List.of())))
                .findFirst();
    }

    /// By its id here, or by one of its numbers.
    private static boolean isItself(JsonNode draft, JsonNode open) {
        if (!draft.path("id").asText("").isEmpty() && draft.path("id").equals(open.path("id"))) {
            return true;
        }
        for (var mine : draft.path("identifier")) {
            for (var theirs : open.path("identifier")) {
                if (mine.hasNonNull("value")
                        && mine.path("value").equals(theirs.path("value"))
                        && mine.path("system").equals(theirs.path("system"))) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Reasons that are there and not looked at: any of them could change the rating.
    private static List<String> notRead(DraftOrder order) {
        var notRead = new ArrayList<String>();
        if (order.resource().path("reasonCode").size() > MOST_REASONS) {
            notRead.add("the reasons after the first " + MOST_REASONS);
        }
        if (!order.resource().path("reasonReference").isEmpty()) {
            notRead.add("reasonReference");
        }
        return notRead;
    }

    /// Whether a request that is not known could be for imaging: else nothing is said of it.
    boolean couldBeImaging(DraftOrder order) {
        var categories = order.resource().path("category");
        for (var category : categories) {
            for (var coding : category.path("coding")) {
                if (IMAGING_CATEGORIES.contains(coding.path("code").asText())) {
                    return true;
                }
            }
        }
        var asked = coded(order.resource().path("code"));
        return codes.speaksOfImaging(asked)
                || categories.isEmpty() && asked.codes().stream().anyMatch(DraftOrders::isAny);
    }

    /// Codes of whole terminologies: those of laboratories and devices have their own.
    private static boolean isAny(Coded.Code code) {
        return code.system().equals(IdentifierSystems.SNOMED) || code.system().equals(IdentifierSystems.NICIP);
    }

    private static Coded coded(JsonNode concept) {
        var found = new ArrayList<Coded.Code>();
        var texts = new ArrayList<String>();
        for (var coding : concept.path("coding")) {
            var code = coding.path("code").asText("");
            if (!code.isBlank()) {
                found.add(new Coded.Code(coding.path("system").asText(""), code.strip()));
            }
            add(texts, coding.path("display"));
        }
        add(texts, concept.path("text"));
        return new Coded(found, texts, concept.path("text").asText(""));
    }

    private static void add(List<String> texts, JsonNode text) {
        if (text.isTextual() && !text.textValue().isBlank()) {
            texts.add(text.textValue());
        }
    }

    /// What the request itself says, beside the examination and the reason: that somebody wrote
    /// why, and who asks.
    ///
    /// @param userId who is signed in at the EHR
    static Facts onItself(DraftOrder order, String userId, Facts facts) {
        var reason = order.resource().path("reasonCode");
        var all = facts;
        if (!reason.isEmpty() || !order.resource().path("note").isEmpty()) {
            all = all.with("clinical_information", "given").with("clinical_question", "given");
        }
        return userId.startsWith(PRACTITIONER)
                ? all.with("referrer_name", userId).with("referrer_registration", userId)
                : all;
    }

    /// The same order with its rating, in place of one that it may have had.
    ///
    /// @param consultation names this rating
    static ObjectNode rated(DraftOrder order, String rating, UUID consultation) {
        var copy = HookAnswerJson.clean((ObjectNode) order.resource());
        var kept = copy.arrayNode();
        copy.path("extension").forEach(each -> {
            var url = each.path("url").asText();
            if (!url.equals(RATING) && !url.equals(CONSULTATION)) {
                kept.add(each);
            }
        });
        kept.addObject()
                .put("url", RATING)
                .putObject("valueCodeableConcept")
                .putArray("coding")
                .addObject()
                .put("system", RATINGS)
                .put("code", rating);
        kept.addObject().put("url", CONSULTATION).put("valueUri", "urn:uuid:" + consultation);
        copy.set("extension", kept);
        return copy;
    }

    /// The same order for another examination.
    ///
    /// @param codes the examination's; none where it has words only
    static ObjectNode instead(DraftOrder order, String procedure, List<Coded.Code> codes, Instead rating) {
        var copy = rated(order, rating.rating(), rating.consultation());
        var code = copy.putObject("code");
        if (!codes.isEmpty()) {
            ArrayNode codings = code.putArray("coding");
            codes.forEach(each -> codings.addObject()
                    .put("system", each.system())
                    .put("code", each.value())
                    .put("display", procedure));
        }
        code.put("text", procedure);
        // What was said of the other examination's side or order detail is not said of this one.
        copy.remove(List.of("orderDetail", "bodySite"));
        return copy;
    }

    /// The rating that another examination would have.
    record Instead(String rating, UUID consultation) {}
}
