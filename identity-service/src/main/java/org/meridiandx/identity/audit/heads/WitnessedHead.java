package org.meridiandx.identity.audit.heads;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/// An end of another region's log, as that region told it.
///
/// @param signed the JWS as it came
/// @param firstSeen when it came here first
/// @param lastSeen when it came here last: the log had not grown in between
public record WitnessedHead(TreeHead head, String signed, Instant firstSeen, Instant lastSeen) {

    /// As it is given to whoever wants to verify that region's log.
    public ObjectNode toJson() {
        return head.toJson()
                .put("signed", signed)
                .put("firstSeen", firstSeen.toString())
                .put("lastSeen", lastSeen.toString());
    }
}
