package org.meridiandx.identity.access.rules;

import java.util.Set;

/// A decision with what led to it.
///
/// @param reason the ground, or why not
/// @param obligations what an allowed asker must do: `filter`, `mask`, `notify`
/// @param rule the name of the rule that decided
/// @param policyVersion of the policy that it stands in
public record Verdict(boolean isAllowed, String reason, Set<String> obligations, String rule, String policyVersion) {
    public Verdict {
        obligations = Set.copyOf(obligations);
    }
}
