package org.meridiandx.partners;

import org.junit.jupiter.api.Test;
import org.meridiandx.testkit.arch.MeridianArchitecture;

class ArchitectureTest {

    @Test
    void shouldFollowTheHouseRules() {
        MeridianArchitecture.check("org.meridiandx.partners");
    }

    @Test
    void shouldFollowTheRulesOfTests() {
        MeridianArchitecture.checkTests("org.meridiandx.partners");
    }
}
