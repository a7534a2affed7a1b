package org.meridiandx.result;

import org.junit.jupiter.api.Test;
import org.meridiandx.testkit.arch.MeridianArchitecture;

class ArchitectureTest {
    @Test
    void shouldFollowTheHouseRules() {
        MeridianArchitecture.check("org.meridiandx.result");
    }
}
