package org.meridiandx.testkit.arch.violations.alpha;

import org.meridiandx.testkit.arch.violations.beta.Beta;

public class Alpha {
    Beta beta;
}
