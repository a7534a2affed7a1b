package org.meridiandx.fhir;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Puts a searchset Bundle together by copying stored bytes: nothing is parsed on the way out.
final class SearchBundle {
    private SearchBundle() {}

    /// @param included what the hits bring along
    /// @param total told only when the whole result is on this page
    static Buffer of(
            String baseUrl,
            IncludedResources.Group hits,
            List<IncludedResources.Group> included,
            Links links,
            Optional<Integer> total) {
        var size = 512
                + sizeOf(hits)
                + included.stream().mapToInt(SearchBundle::sizeOf).sum();
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
        var writer = new Entries(bundle, baseUrl + "/fhir/R4/");
        writer.append(hits, "match");
        included.forEach(group -> writer.append(group, "include"));
        return bundle.appendString(writer.isEmpty ? "}" : "]}");
    }

    private static int sizeOf(IncludedResources.Group group) {
        return group.resources().stream()
                .mapToInt(entry -> entry.content().length + 256)
                .sum();
    }

    /// Writes entries, and the beginning of their list with the first.
    private static final class Entries {
        private final Buffer bundle;
        private final String base;
        private boolean isEmpty = true;

        Entries(Buffer bundle, String base) {
            this.bundle = bundle;
            this.base = base;
        }

        void append(IncludedResources.Group group, String mode) {
            for (var entry : group.resources()) {
                bundle.appendString(isEmpty ? ",\"entry\":[{\"fullUrl\":" : ",{\"fullUrl\":");
                isEmpty = false;
                appendQuoted(bundle, base + group.type().resourceType() + "/" + entry.id());
                bundle.appendString(",\"resource\":")
                        .appendBytes(entry.content())
                        .appendString(",\"search\":{\"mode\":\"" + mode + "\"}}");
            }
        }
    }

    private static void appendQuoted(Buffer bundle, String text) {
        bundle.appendString("\"")
                .appendString(
                        new String(JsonStringEncoder.getInstance().quoteAsString(text)), StandardCharsets.UTF_8.name())
                .appendString("\"");
    }

    record Links(String self, Optional<String> next) {}
}
