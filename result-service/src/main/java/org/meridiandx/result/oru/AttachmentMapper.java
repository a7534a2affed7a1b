package org.meridiandx.result.oru;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.Optional;
import org.meridiandx.feeds.Hl7Document;
import org.meridiandx.feeds.Hl7Times;
import org.meridiandx.hl7v2.Hl7Segment;
import org.meridiandx.result.resources.ResourceTree;

/// DiagnosticReport.presentedForm <- OBX of type ED (embedded document) or RP (pointer).
///
/// **Source:** HL7 v2.5.1 chapter 2A, ED and RP.
final class AttachmentMapper {
    private AttachmentMapper() {}

    /// @return empty where the document cannot be decoded; the caller keeps it as text
    static Optional<ObjectNode> map(Hl7Segment obx) {
        var document = Hl7Document.of(obx);
        if (obx.value(2).filter("ED"::equals).isPresent() && document.content().isEmpty()) {
            return Optional.empty();
        }
        var attachment = ResourceTree.object();
        document.contentType().ifPresent(type -> attachment.put("contentType", type)); // <- ED.2, ED.3; RP.3, RP.4
        document.address().ifPresent(pointer -> attachment.put("url", pointer)); // url <- RP.1
        document.content()
                .ifPresent(
                        data -> attachment.put("data", Base64.getEncoder().encodeToString(data))); // data <- ED.4, ED.5
        obx.value(3, 2).or(() -> obx.value(3)).ifPresent(title -> attachment.put("title", title)); // title <- OBX-3
        obx.value(14).flatMap(Hl7Times::instant).ifPresent(time -> attachment.put("creation", time)); // <- OBX-14
        return Optional.of(attachment);
    }
}
