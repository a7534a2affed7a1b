package org.meridiandx.testkit.arch.violations.beta;

import org.meridiandx.testkit.arch.violations.alpha.Alpha;

/// A deliberate sample for `HouseRulesTest`, never run: breaks NO_CYCLES with `Alpha`, and
/// NO_STANDARD_STREAMS.
public class Beta {
    Alpha alpha;

    void shout() {
        System.out.println("loud");
    }
}
