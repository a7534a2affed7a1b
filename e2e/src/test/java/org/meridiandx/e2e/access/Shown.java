package org.meridiandx.e2e.access;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.meridiandx.dev.partner.Answer;
import org.meridiandx.e2e.world.World;
import org.meridiandx.e2e.world.WorldRecord;

/// Finds which records of the world an answer shows: whole resources, rows of DICOM, positions in links to a next page,
/// and any text that stands in one record only.
record Shown(World world) {

    private static final Pattern LINK = Pattern.compile("\"url\"\\s*:\\s*\"[^\"]*\"");
    private static final Pattern CURSOR = Pattern.compile("_cursor=([^&\"]+)");

    Set<WorldRecord> in(Answer answer) {
        var found = new LinkedHashSet<WorldRecord>();
        var text = answer.text(StandardCharsets.ISO_8859_1);
        // Links repeat what was asked.
        var marker = world.markersIn(LINK.matcher(text).replaceAll(""));
        while (marker.find()) {
            world.byMarker(marker.group()).ifPresent(found::add);
        }
        if (text.startsWith("{") || text.startsWith("[")) {
            walk(answer.json(), found);
            PagingDoors.next(answer).map(next -> CURSOR.matcher(next.path())).ifPresent(cursor -> {
                if (cursor.find()) {
                    position(cursor.group(1), found);
                }
            });
        }
        return found;
    }

    /// A link says after which record the next page begins.
    private void position(String cursor, Set<WorldRecord> found) {
        var id = place(cursor);
        world.records().stream().filter(record -> record.key().equals(id)).forEach(found::add);
    }

    /// Id of the record behind which a page begins.
    static String place(String cursor) {
        var encoded = URLDecoder.decode(cursor, StandardCharsets.UTF_8);
        var parts = new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8).split("\\|");
        return parts[parts.length - 1];
    }

    private void walk(JsonNode node, Set<WorldRecord> found) {
        if (node.has("resourceType") && node.has("id")) {
            world.byReference(node.path("resourceType").asText() + "/"
                            + node.path("id").asText())
                    .ifPresent(found::add);
        }
        if (node.has("0020000D")) {
            world.byStudy(node.path("0020000D").path("Value").path(0).asText()).ifPresent(found::add);
        }
        node.forEach(child -> walk(child, found));
    }
}
