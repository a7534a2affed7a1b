package org.meridiandx.order.cdshooks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.meridiandx.order.cdshooks.calls.Hook;
import org.meridiandx.order.cdshooks.calls.HookJson;
import org.meridiandx.order.cdshooks.fetching.FhirFetch;
import org.meridiandx.problem.ProblemException;

/// Another CDS service whose cards are shown beside ours, under its name: for regions with a
/// licence for other guidelines. It has a short time; away or late, our cards are shown alone.
///
/// What an EHR sends goes to it but for the token, which is for us. Of its answer the words and
/// links are taken: it changes no order, and rates none.
@ApplicationScoped
class LicensedProvider {
    private static final Logger LOG = Logger.getLogger(LicensedProvider.class);
    private static final Set<String> INDICATORS = Set.of("info", "warning", "critical");
    private static final int LONGEST_SUMMARY = 139;
    private static final int LONGEST_DETAIL = 10_000;
    private static final int MOST_CARDS = 10;
    private static final String WEB = "https://";

    private final HookConfig config;
    private final FhirFetch fetch;
    private final MeterRegistry meters;

    LicensedProvider(HookConfig config, FhirFetch fetch, MeterRegistry meters) {
        this.config = config;
        this.fetch = fetch;
        this.meters = meters;
    }

    /// Never fails.
    ///
    /// @param body checked already
    /// @return its cards, ready to be shown; none where there is no provider, or it did not answer
    Uni<List<ObjectNode>> cards(Hook hook, byte[] body) {
        var provider = config.provider();
        if (provider.url().isEmpty() || !hook.isAboutOrders()) {
            return Uni.createFrom().item(List.of());
        }
        var question = HookJson.object(body);
        question.remove(List.of("fhirAuthorization", "fhirServer"));
        var address = URI.create(provider.url().get() + "/" + hook.id());
        return fetch.post(address, question.toString().getBytes(StandardCharsets.UTF_8), provider.timeout())
                .map(answer -> cardsOf(HookJson.object(answer)))
                .invoke(cards -> count("answered"))
                .onFailure()
                .recoverWithItem(failure -> {
                    count(failure instanceof ProblemException ? "unreadable" : "away");
                    LOG.warnf(
                            "the licensed provider gave no cards: %s",
                            failure.getClass().getSimpleName());
                    return List.of();
                });
    }

    private void count(String outcome) {
        meters.counter("meridian_guidance_provider", "outcome", outcome).increment();
    }

    private List<ObjectNode> cardsOf(ObjectNode answer) {
        var cards = new ArrayList<ObjectNode>();
        for (var card : answer.path("cards")) {
            var summary = card.path("summary").asText("");
            if (cards.size() < MOST_CARDS
                    && !summary.isBlank()
                    && INDICATORS.contains(card.path("indicator").asText())) {
                cards.add(cardOf(card, summary));
            }
        }
        return cards;
    }

    private ObjectNode cardOf(JsonNode theirs, String summary) {
        var card = JsonNodeFactory.instance.objectNode();
        card.put("uuid", UUID.randomUUID().toString());
        card.put("summary", cut(summary, LONGEST_SUMMARY));
        var detail = theirs.path("detail").asText("");
        var name = config.provider().name();
        card.put("detail", (detail.isBlank() ? "" : cut(detail, LONGEST_DETAIL) + "\n\n") + "*From " + name + ".*");
        card.put("indicator", theirs.path("indicator").asText());
        var source = card.putObject("source");
        var label = theirs.path("source").path("label").asText("");
        source.put("label", label.isBlank() ? name : name + ": " + cut(label, LONGEST_SUMMARY));
        var links = JsonNodeFactory.instance.arrayNode();
        for (var link : theirs.path("links")) {
            var url = link.path("url").asText("");
            var text = link.path("label").asText("");
            if (url.startsWith(WEB) && !text.isBlank() && links.size() < MOST_CARDS) {
                links.addObject()
                        .put("label", cut(text, LONGEST_SUMMARY))
                        .put("url", url)
                        .put("type", "absolute");
            }
        }
        if (!links.isEmpty()) {
            card.set("links", links);
        }
        return card;
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }
}
