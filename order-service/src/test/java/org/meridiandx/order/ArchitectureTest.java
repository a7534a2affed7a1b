package org.meridiandx.order;

import org.junit.jupiter.api.Test;
import org.meridiandx.testkit.arch.MeridianArchitecture;

class ArchitectureTest {
    @Test
    void shouldKeepTheHouseRules() {
        MeridianArchitecture.check("org.meridiandx.order");
    }
}
