package org.meridiandx.testkit.arch;

import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void shouldFollowTheHouseRules() {
        MeridianArchitecture.check("org.meridiandx.testkit.arch");
    }
}
