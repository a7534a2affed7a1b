package org.meridiandx.order.guidance.coding;

import java.util.List;

/// One thing as a request says it: the same in several codes and words.
///
/// @param texts displays of the codes, and the text beside them
/// @param text what somebody wrote beside the codes; empty where nothing is, or nobody knows
public record Coded(List<Code> codes, List<String> texts, String text) {
    public Coded {
        codes = List.copyOf(codes);
        texts = List.copyOf(texts);
    }

    public Coded(List<Code> codes, List<String> texts) {
        this(codes, texts, "");
    }

    /// @param system URL of the code system; empty where none is told
    public record Code(String system, String value) {}

    boolean isEmpty() {
        return codes.isEmpty() && texts.isEmpty();
    }

    /// How many codes only: what is asked for and why is in no log.
    @Override
    public String toString() {
        return "Coded[" + codes.size() + " codes]";
    }
}
