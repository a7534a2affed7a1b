package org.meridiandx.result.oru.values;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.meridiandx.result.resources.ResourceTree;

/// Abnormal flags as ObservationInterpretation codes; a flag that is not one of them is kept as
/// text.
///
/// **Source:** HL7 v2.5.1 table 0078;
/// http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation.
public final class Interpretations {
    private static final String SYSTEM = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation";
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("L", "Low"),
            Map.entry("H", "High"),
            Map.entry("LL", "Critical low"),
            Map.entry("HH", "Critical high"),
            Map.entry("<", "Off scale low"),
            Map.entry(">", "Off scale high"),
            Map.entry("N", "Normal"),
            Map.entry("A", "Abnormal"),
            Map.entry("AA", "Critical abnormal"),
            Map.entry("U", "Significant change up"),
            Map.entry("D", "Significant change down"),
            Map.entry("B", "Better"),
            Map.entry("W", "Worse"),
            Map.entry("S", "Susceptible"),
            Map.entry("R", "Resistant"),
            Map.entry("I", "Intermediate"),
            Map.entry("POS", "Positive"),
            Map.entry("NEG", "Negative"),
            Map.entry("IND", "Indeterminate"),
            Map.entry("DET", "Detected"),
            Map.entry("ND", "Not detected"));

    private Interpretations() {}

    /// Observation.interpretation <- OBX-8
    public static ObjectNode of(String flag) {
        var concept = ResourceTree.object();
        var name = NAMES.get(flag);
        if (name != null) {
            concept.putArray("coding")
                    .addObject()
                    .put("system", SYSTEM)
                    .put("code", flag)
                    .put("display", name);
        }
        return concept.put("text", flag);
    }
}
