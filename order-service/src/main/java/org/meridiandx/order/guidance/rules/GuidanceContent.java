package org.meridiandx.order.guidance.rules;

import java.util.List;
import org.meridiandx.order.guidance.rules.facts.Vocabulary;

/// All that the scan-choice tool goes by, in one version.
///
/// @param version of the guidelines, the safety rules and the vocabulary
/// @param status shown with every answer
public record GuidanceContent(
        String version, String status, Vocabulary vocabulary, List<Guideline> guidelines, List<SafetyRule> rules) {
    public GuidanceContent {
        guidelines = List.copyOf(guidelines);
        rules = List.copyOf(rules);
    }
}
