package org.meridiandx.result.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.meridiandx.result.filing.ResourceTree;

/// Equal for resources that say the same: ids, meta and the names that a Bundle gives its entries do not count.
final class ContentHash {
    private ContentHash() {}

    /// @param resources a report and its lines, in their order
    static String of(List<ObjectNode> resources) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var resource : resources) {
                var plain = resource.deepCopy();
                plain.remove(List.of("id", "meta", "text"));
                for (var reference : References.in(plain)) {
                    if (References.literal(reference).startsWith("urn:uuid:")) {
                        reference.put("reference", "urn:uuid:");
                    }
                }
                digest.update(ResourceTree.write(plain));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
