package org.meridiandx.order.catalogue;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.order.catalogue.rules.PlainWords;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// `ActivityDefinition?_content=…`: tests in use by plain words with typos, the best first, one
/// page.
///
/// **Source:** FHIR R4 search, `_content` and `Bundle.entry.search.score`.
@ApplicationScoped
class WordSearch {
    static final String WORDS = "_content";
    private static final Set<String> PARAMETERS = Set.of(WORDS, "_count", "_format");
    private static final int USUAL = 20;
    private static final int MOST = 50;
    private static final int MOST_LETTERS = 200;
    private final CatalogueInForce inForce;
    private final CatalogueService catalogue;
    private final String baseUrl;

    WordSearch(
            CatalogueInForce inForce,
            CatalogueService catalogue,
            @ConfigProperty(name = "meridian.issuer") String baseUrl) {
        this.inForce = inForce;
        this.catalogue = catalogue;
        this.baseUrl = baseUrl;
    }

    /// @return a searchset Bundle; fails with [ProblemException] 400
    Uni<Response> answer(MultivaluedMap<String, String> parameters) {
        parameters.keySet().stream()
                .filter(name -> !PARAMETERS.contains(name))
                .findFirst()
                .ifPresent(other -> {
                    throw bad("With _content only _count can be used.", WORDS);
                });
        var texts = parameters.getOrDefault(WORDS, List.of());
        if (texts.size() != 1 || texts.getFirst().isBlank() || texts.getFirst().length() > MOST_LETTERS) {
            throw bad("_content takes words once, 1 to 200 characters.", WORDS);
        }
        var hits = inForce.byWords(texts.getFirst()).stream()
                .limit(count(parameters))
                .toList();
        return catalogue
                .tests(hits.stream().map(hit -> hit.test().id()).toList())
                .map(found -> FhirResponses.ok(bundle(hits, found).getBytes()));
    }

    private static int count(MultivaluedMap<String, String> parameters) {
        var asked = parameters.getFirst("_count");
        if (asked == null) {
            return USUAL;
        }
        if (!asked.matches("[0-9]{1,4}")) {
            throw bad("_count is a whole number.", "_count");
        }
        return Math.min(Integer.parseInt(asked), MOST);
    }

    private Buffer bundle(List<PlainWords.Hit> hits, List<StoredResource> found) {
        var byId = found.stream().collect(Collectors.toMap(StoredResource::id, Function.identity()));
        var there =
                hits.stream().filter(hit -> byId.containsKey(hit.test().id())).toList();
        var bundle = Buffer.buffer("{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"total\":" + there.size());
        for (var i = 0; i < there.size(); i++) {
            bundle.appendString(i == 0 ? ",\"entry\":[" : ",");
            append(bundle, there.get(i), byId);
        }
        return bundle.appendString(there.isEmpty() ? "}" : "]}");
    }

    private void append(Buffer bundle, PlainWords.Hit hit, Map<String, StoredResource> byId) {
        var id = hit.test().id();
        var content = byId.get(id);
        if (content != null) {
            bundle.appendString("{\"fullUrl\":\"")
                    .appendString(new String(JsonStringEncoder.getInstance()
                            .quoteAsString(baseUrl + "/fhir/R4/ActivityDefinition/" + id)))
                    .appendString("\",\"resource\":")
                    .appendBytes(content.content())
                    .appendString(String.format(
                            Locale.ROOT, ",\"search\":{\"mode\":\"match\",\"score\":%.2f}}", hit.score()));
        }
    }

    private static ProblemException bad(String detail, String place) {
        return ProblemException.of(ProblemCode.INVALID_PARAMETER, detail, place);
    }
}
