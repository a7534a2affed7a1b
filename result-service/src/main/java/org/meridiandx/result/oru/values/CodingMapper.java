package org.meridiandx.result.oru.values;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.meridiandx.feeds.Sender;
import org.meridiandx.hl7v2.Hl7Field;
import org.meridiandx.result.resources.ResourceTree;

/// CE, CWE, CNE and CF become CodeableConcept: code, alternate code and text, each with its system.
///
/// **Source:** HL7 v2.5.1 chapter 2A, CWE; HL7 table 0396.
public final class CodingMapper {
    private final Sender sender;

    public CodingMapper(Sender sender) {
        this.sender = sender;
    }

    /// @return empty where the field holds nothing
    public Optional<ObjectNode> map(Hl7Field field) {
        if (!field.isPresent() || field.isNull()) {
            return Optional.empty();
        }
        var concept = ResourceTree.object();
        var codings = ResourceTree.object().putArray("coding");
        coding(codings, field, 1); // coding[0] <- CWE.1, CWE.2, CWE.3
        coding(codings, field, 4); // coding[1] <- CWE.4, CWE.5, CWE.6
        if (!codings.isEmpty()) {
            concept.set("coding", codings);
        }
        // text <- CWE.9, else CWE.2, else CWE.5, else CWE.1
        field.component(9)
                .or(() -> field.component(2))
                .or(() -> field.component(5))
                .or(() -> field.component(1))
                .ifPresent(text -> concept.put("text", text));
        return concept.isEmpty() ? Optional.empty() : Optional.of(concept);
    }

    /// A code of the sender's own without any name for it (IS, ID).
    public ObjectNode local(String code) {
        var concept = ResourceTree.object();
        concept.putArray("coding")
                .addObject()
                .put("system", sender.system("", "codes"))
                .put("code", code);
        return concept.put("text", code);
    }

    private void coding(ArrayNode codings, Hl7Field field, int first) {
        var code = field.component(first);
        if (code.isEmpty()) {
            return;
        }
        var coding = codings.addObject();
        coding.put("system", sender.codeSystem(field.component(first + 2).orElse("")));
        coding.put("code", code.get());
        field.component(first + 1).ifPresent(display -> coding.put("display", display));
    }
}
