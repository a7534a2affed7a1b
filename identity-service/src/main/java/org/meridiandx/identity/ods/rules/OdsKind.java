package org.meridiandx.identity.ods.rules;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a code stands for, and its primary role at ODS where that is certain.
///
/// **Source:** ODS reference data catalogue, roles.
public enum OdsKind {
    GP_PRACTICE("GP practice", "RO76", "GP PRACTICE"),
    NHS_TRUST("NHS trust", "RO197", "NHS TRUST"),
    TRUST_SITE("NHS trust site", "RO198", "NHS TRUST SITE"),
    INTEGRATED_CARE_BOARD("Integrated care board", "", ""),
    SUB_ICB_LOCATION("Sub-ICB location", "", ""),
    NHS_ENGLAND_REGION("NHS England region", "", ""),
    LOCAL_HEALTH_BOARD("Local health board", "", ""),
    GENERAL_PRACTITIONER("General practitioner", "", ""),
    COMMUNITY_DIAGNOSTIC_CENTRE("Community diagnostic centre", "", "");

    private final String title;
    private final String role;
    private final String roleName;

    OdsKind(String title, String role, String roleName) {
        this.title = title;
        this.role = role;
        this.roleName = roleName;
    }

    /// Finds a kind by its code.
    public static Optional<OdsKind> of(String code) {
        return Arrays.stream(values()).filter(kind -> kind.code().equals(code)).findFirst();
    }

    /// Lower case with hyphens.
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String title() {
        return title;
    }

    /// ODS role id; empty where it is not certain.
    public String role() {
        return role;
    }

    public String roleName() {
        return roleName;
    }
}
