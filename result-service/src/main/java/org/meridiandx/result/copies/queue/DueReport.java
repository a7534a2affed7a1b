package org.meridiandx.result.copies.queue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.fhir.OdsCode;
import org.meridiandx.result.resources.Fingerprint;
import org.meridiandx.result.resources.ResourceColumns;
import org.meridiandx.result.resources.ResourceTree;

/// A version of a report whose recipients are to be found.
///
/// @param performer ODS code of who made it; may be empty
/// @param contentHash of what the sender said, its lines included
record DueReport(
        String id,
        int version,
        String patientId,
        String orderId,
        String performer,
        String contentHash,
        ObjectNode json) {
    private static final String COPY_TO = "urn:meridian:extension:copy-to";

    /// Tells what a recipient has from what it has not: the labels and the number of a version are
    /// no news.
    String fingerprint() {
        var said = json.deepCopy();
        said.remove("meta");
        return Fingerprint.of(
                List.of(contentHash.getBytes(java.nio.charset.StandardCharsets.UTF_8), ResourceTree.write(said)));
    }

    /// ODS codes <- extension copy-to
    Set<String> copies() {
        var copies = new TreeSet<String>();
        for (var extension : ResourceColumns.each(json.path("extension"))) {
            var to = extension.path("valueReference").path("identifier");
            if (ResourceColumns.text(extension.path("url")).equals(COPY_TO)
                    && ResourceColumns.text(to.path("system")).equals(IdentifierSystems.ODS_ORGANISATION)) {
                OdsCode.parse(ResourceColumns.text(to.path("value"))).ifPresent(code -> copies.add(code.value()));
            }
        }
        return copies;
    }

    @Override
    public String toString() {
        return "DueReport[" + id + ", version=" + version + "]";
    }
}
