package org.meridiandx.identity;

import org.junit.jupiter.api.Test;
import org.meridiandx.testkit.arch.MeridianArchitecture;

class ArchitectureTest {
    @Test
    void shouldKeepTheHouseRules() {
        MeridianArchitecture.check("org.meridiandx.identity");
    }
}
