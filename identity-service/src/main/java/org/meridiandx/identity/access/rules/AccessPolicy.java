package org.meridiandx.identity.access.rules;

import java.util.List;

/// Who may do what with which record: the first rule that fits decides. Scopes are checked before,
/// where the token is.
///
/// **Source:** NHS England, legitimate relationships; architecture, section 6 (deny by default);
/// docs/security/access-policy.md. **Hazard:** a record shown to the wrong organisation.
///
/// @param version names this content; it stands in every decision and in the audit
/// @param rules in their order
public record AccessPolicy(String version, List<PolicyRule> rules) {
    /// When no rule fits.
    public static final String DEFAULT = "no-relationship";

    public AccessPolicy {
        rules = List.copyOf(rules);
    }

    public Verdict decide(Situation situation) {
        for (var rule : rules) {
            if (rule.fits(situation)) {
                return new Verdict(
                        rule.isAllowing(), rule.reasonFor(situation), rule.obligations(), rule.name(), version);
            }
        }
        return new Verdict(false, DEFAULT, java.util.Set.of(), "default", version);
    }
}
