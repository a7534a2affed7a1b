package org.meridiandx.result.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.meridiandx.result.resources.Fingerprint;
import org.meridiandx.result.resources.References;
import org.meridiandx.result.resources.ResourceTree;

/// Equal for resources that say the same: ids, meta and the names that a Bundle gives its entries
/// do not count.
final class ContentHash {
    private ContentHash() {}

    /// @param resources a report and its lines, in their order
    static String of(List<ObjectNode> resources) {
        return Fingerprint.of(resources.stream().map(ContentHash::plain).toList());
    }

    private static byte[] plain(ObjectNode resource) {
        var plain = resource.deepCopy();
        plain.remove(List.of("id", "meta", "text"));
        for (var reference : References.in(plain)) {
            if (References.literal(reference).startsWith("urn:uuid:")) {
                reference.put("reference", "urn:uuid:");
            }
        }
        return ResourceTree.write(plain);
    }
}
