package org.meridiandx.result.followup;

/// How an acknowledgement ended.
sealed interface AcknowledgeResult {
    /// Recorded now or before: the same answer.
    record Acknowledged(Acknowledgement acknowledgement) implements AcknowledgeResult {}

    /// Another version is current: what was seen is not what stands.
    record Superseded(int currentVersion) implements AcknowledgeResult {}

    record NotFound() implements AcknowledgeResult {}
}
