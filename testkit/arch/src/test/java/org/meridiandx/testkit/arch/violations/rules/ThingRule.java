package org.meridiandx.testkit.arch.violations.rules;

import io.smallrye.mutiny.Uni;

public class ThingRule {
    Uni<Boolean> holds() {
        return Uni.createFrom().item(true);
    }
}
