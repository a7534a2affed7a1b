package org.meridiandx.testkit.arch.violations.beta;

import org.meridiandx.testkit.arch.violations.alpha.Alpha;

public class Beta {
    Alpha alpha;
}
