package org.meridiandx.result.record.rules;

import java.util.Set;

/// What an entry says by a code that there is nothing, or that nobody asked.
///
/// **Source:** IPS 2.0.0, code system absent-unknown-uv-ips; SNOMED CT, situations with explicit context.
/// **Hazard:** "not asked" read as "none".
public enum Absence {
    /// It tells of something.
    NO,
    /// Somebody asked, and there is none.
    NONE_KNOWN,
    /// Nobody asked, or nobody knows.
    NOT_ASKED;

    private static final String IPS = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips";
    private static final String SNOMED = "http://snomed.info/sct";
    /// Of a part of all (no known food allergies) is an entry like others, and none of these.
    private static final Set<String> NONE = Set.of(
            "no-known-allergies",
            "no-known-medications",
            "no-known-problems",
            "no-known-immunizations",
            "no-known-procedures");

    private static final Set<String> UNASKED = Set.of(
            "no-allergy-info", "no-medication-info", "no-problem-info", "no-immunization-info", "no-procedure-info");
    /// No known allergy (situation), No known allergies (situation), No current problems or disability (situation).
    private static final Set<String> SNOMED_NONE = Set.of("716186003", "160244002", "160245001");

    /// @param codes of what an entry is about
    public static Absence of(Set<Told.Coded> codes) {
        if (codes.stream().anyMatch(code -> isNone(code))) {
            return NONE_KNOWN;
        }
        return codes.stream().anyMatch(code -> code.system().equals(IPS) && UNASKED.contains(code.code()))
                ? NOT_ASKED
                : NO;
    }

    private static boolean isNone(Told.Coded code) {
        return code.system().equals(IPS) && NONE.contains(code.code())
                || code.system().equals(SNOMED) && SNOMED_NONE.contains(code.code());
    }
}
