package org.meridiandx.order.unmatched;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.ArrayList;
import org.meridiandx.directory.PatientQuery;

/// Work for people, or for the next ADT message.
///
/// @param id of the work item
/// @param orderId the request that waits; empty where none could be made
/// @param messageId the received message
/// @param sender `facility/application`
/// @param organisation ODS code of the sender; may be empty
/// @param reason `unknown-patient`, `patient-conflict`, `directory-away`, `no-test`, `no-order-number`,
/// `unknown-order`, `uncertain-order`, `unable`, `change-by-other`, `no-replacement` or `no-performer`
/// @param nhsNumber as sent; may be empty
/// @param patient by what the sender names the patient
/// @param receivedAt when it came
public record UnmatchedOrder(
        String id,
        String orderId,
        String messageId,
        String sender,
        String organisation,
        String reason,
        String nhsNumber,
        PatientQuery patient,
        Instant receivedAt) {
    /// Why an order waits that nobody is asked to do.
    public static final String NO_PERFORMER = "no-performer";

    private static final ObjectMapper JSON = new ObjectMapper();

    String identifiersJson() {
        var all = JsonNodeFactory.instance.arrayNode();
        patient.identifiers()
                .forEach(key -> all.addObject().put("s", key.system()).put("v", key.value()));
        return all.toString();
    }

    static PatientQuery identifiersOf(String json, String birthDate) {
        try {
            var keys = new ArrayList<PatientQuery.Key>();
            JSON.readTree(json)
                    .forEach(node -> keys.add(new PatientQuery.Key(
                            node.get("s").asText(), node.get("v").asText())));
            return PatientQuery.ofIdentifiers(keys, birthDate);
        } catch (JsonProcessingException ours) {
            throw new IllegalStateException("identifiers of a work item are unreadable", ours);
        }
    }

    @Override
    public String toString() {
        return "UnmatchedOrder[id=" + id + ", reason=" + reason + "]";
    }
}
