package org.meridiandx.testkit.arch.violations.alpha;

import org.meridiandx.testkit.arch.violations.beta.Beta;

/// A deliberate sample for `HouseRulesTest`, never run: breaks NO_CYCLES with `Beta`, and NULL_MARKED.
public class Alpha {
    Beta beta;
}
