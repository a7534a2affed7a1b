package org.meridiandx.identity.patients.matching.rules;

/// **Source:** FHIR match-grade.
public enum Grade {
    CERTAIN("certain"),
    PROBABLE("probable"),
    POSSIBLE("possible"),
    CERTAINLY_NOT("certainly-not");

    private final String code;

    Grade(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }
}
