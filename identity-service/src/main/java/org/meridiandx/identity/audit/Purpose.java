package org.meridiandx.identity.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/// Why a record was looked at: the codes that tokens carry, in the words and codes of others.
///
/// **Source:** HL7 v3-ActReason (purpose of use).
public final class Purpose {
    /// The code of an emergency look without a relationship.
    public static final String BREAK_GLASS = "break-glass";

    private static final String ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
    private static final Map<String, String> CODES = Map.of(
            "direct-care",
            "TREAT",
            BREAK_GLASS,
            "BTG",
            "emergency",
            "ETREAT",
            "patient-request",
            "PATRQT",
            "payment",
            "HPAYMT",
            "operations",
            "HOPERAT",
            "research",
            "HRESCH",
            "public-health",
            "PUBHLTH");
    private static final Map<String, String> WORDS = Map.of(
            "direct-care",
            "to care for you",
            BREAK_GLASS,
            "in an emergency, without the usual permission",
            "emergency",
            "in an emergency",
            "patient-request",
            "because you asked for it",
            "payment",
            "to sort out payment",
            "operations",
            "to run the service",
            "research",
            "for research",
            "public-health",
            "to protect public health");

    private Purpose() {}

    static void putConcept(ObjectNode concept, String purpose) {
        var code = CODES.get(purpose);
        if (code != null) {
            concept.putArray("coding").addObject().put("system", ACT_REASON).put("code", code);
        }
        concept.put("text", purpose);
    }

    /// For the patient: plain words, or the code itself where it is none of ours.
    public static String inWords(String purpose) {
        return WORDS.getOrDefault(purpose, purpose);
    }
}
