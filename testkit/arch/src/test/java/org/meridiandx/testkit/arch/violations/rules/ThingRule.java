package org.meridiandx.testkit.arch.violations.rules;

import io.smallrye.mutiny.Uni;

/// A deliberate sample for `HouseRulesTest`, never run: breaks PURE_CORE.
public class ThingRule {
    Uni<Boolean> holds() {
        return Uni.createFrom().item(true);
    }
}
