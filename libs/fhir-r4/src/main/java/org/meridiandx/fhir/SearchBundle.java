package org.meridiandx.fhir;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Puts a searchset Bundle together by copying stored bytes: nothing is parsed on the way out.
final class SearchBundle {
    private SearchBundle() {}

    /// @param selfUrl the search as asked
    /// @param nextUrl the next page, where there is one
    /// @param total told only when the whole result is on this page
    static Buffer of(
            String baseUrl, String resourceType, List<StoredResource> entries, Links links, Optional<Integer> total) {
        var size = 512
                + entries.stream()
                        .mapToInt(entry -> entry.content().length + 256)
                        .sum();
        var bundle = Buffer.buffer(size);
        bundle.appendString("{\"resourceType\":\"Bundle\",\"type\":\"searchset\"");
        total.ifPresent(count -> bundle.appendString(",\"total\":" + count));
        bundle.appendString(",\"link\":[{\"relation\":\"self\",\"url\":");
        appendQuoted(bundle, links.self());
        links.next().ifPresent(next -> {
            bundle.appendString("},{\"relation\":\"next\",\"url\":");
            appendQuoted(bundle, next);
        });
        bundle.appendString("}]");
        if (!entries.isEmpty()) {
            bundle.appendString(",\"entry\":[");
            for (var i = 0; i < entries.size(); i++) {
                appendEntry(bundle, baseUrl + "/fhir/R4/" + resourceType + "/", entries.get(i), i > 0);
            }
            bundle.appendString("]");
        }
        return bundle.appendString("}");
    }

    private static void appendEntry(Buffer bundle, String prefix, StoredResource entry, boolean isLater) {
        bundle.appendString(isLater ? ",{\"fullUrl\":" : "{\"fullUrl\":");
        appendQuoted(bundle, prefix + entry.id());
        bundle.appendString(",\"resource\":")
                .appendBytes(entry.content())
                .appendString(",\"search\":{\"mode\":\"match\"}}");
    }

    private static void appendQuoted(Buffer bundle, String text) {
        bundle.appendString("\"")
                .appendString(
                        new String(JsonStringEncoder.getInstance().quoteAsString(text)), StandardCharsets.UTF_8.name())
                .appendString("\"");
    }

    record Links(String self, Optional<String> next) {}
}
