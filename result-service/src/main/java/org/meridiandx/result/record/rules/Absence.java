package org.meridiandx.result.record.rules;

import java.util.Collections;
import java.util.Map;
import java.util.Set;

/// What an entry says by a code that there is nothing, or that nobody asked.
///
/// **Source:** IPS 2.0.0, code system absent-unknown-uv-ips; SNOMED CT, situations with explicit context.
/// **Hazard:** "not asked" read as "none", and none of one thing as none of another.
public enum Absence {
    /// It tells of something.
    NO,
    /// Somebody asked, and there is none.
    NONE_KNOWN,
    /// Nobody asked, or nobody knows.
    NOT_ASKED;

    private static final String IPS = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips";
    private static final String SNOMED = "http://snomed.info/sct";
    /// By what they say it of: "no known allergy" among the problems says nothing of problems. Of a part of all (no
    /// known food allergies) is an entry like others, and none of these.
    private static final Map<String, Set<Told.Coded>> NONE = Map.of(
            "AllergyIntolerance",
            // No known allergy (situation), No known allergies (situation)
            Set.of(ips("no-known-allergies"), snomed("716186003"), snomed("160244002")),
            "MedicationRequest",
            Set.of(ips("no-known-medications")),
            "MedicationStatement",
            Set.of(ips("no-known-medications")),
            "Condition",
            // No current problems or disability (situation)
            Set.of(ips("no-known-problems"), snomed("160245001")),
            "Immunization",
            Set.of(ips("no-known-immunizations")),
            "Procedure",
            Set.of(ips("no-known-procedures")));

    private static final Map<String, Told.Coded> UNASKED = Map.of(
            "AllergyIntolerance",
            ips("no-allergy-info"),
            "MedicationRequest",
            ips("no-medication-info"),
            "MedicationStatement",
            ips("no-medication-info"),
            "Condition",
            ips("no-problem-info"),
            "Immunization",
            ips("no-immunization-info"),
            "Procedure",
            ips("no-procedure-info"));

    /// @param type FHIR resource type of the entry
    /// @param codes of what it is about
    public static Absence of(String type, Set<Told.Coded> codes) {
        if (!Collections.disjoint(NONE.getOrDefault(type, Set.of()), codes)) {
            return NONE_KNOWN;
        }
        var unasked = UNASKED.get(type);
        return unasked != null && codes.contains(unasked) ? NOT_ASKED : NO;
    }

    private static Told.Coded ips(String code) {
        return new Told.Coded(IPS, code);
    }

    private static Told.Coded snomed(String code) {
        return new Told.Coded(SNOMED, code);
    }
}
