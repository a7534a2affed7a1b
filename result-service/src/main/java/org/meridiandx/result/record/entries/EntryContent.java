package org.meridiandx.result.record.entries;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.meridiandx.result.resources.Fingerprint;
import org.meridiandx.result.resources.References;
import org.meridiandx.result.resources.ResourceTree;

/// Equal for entries that say the same: id, narrative and the names that a Bundle gives its entries do not count.
///
/// Security labels do: the same entry with a label is another one, or the label would be lost.
public final class EntryContent {
    private EntryContent() {}

    /// @param resource as it was sent
    public static String hashOf(ObjectNode resource) {
        var plain = resource.deepCopy();
        plain.remove(List.of("id", "meta", "text"));
        for (var reference : References.in(plain)) {
            if (References.literal(reference).startsWith("urn:uuid:")) {
                reference.put("reference", "urn:uuid:");
            }
        }
        var labels = resource.path("meta").path("security");
        return Fingerprint.of(
                List.of(ResourceTree.write(plain), labels.isMissingNode() ? new byte[0] : ResourceTree.write(labels)));
    }
}
