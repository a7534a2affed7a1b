package org.meridiandx.jws;

import org.junit.jupiter.api.Test;
import org.meridiandx.testkit.arch.MeridianArchitecture;

class ArchitectureTest {

    @Test
    void shouldFollowTheHouseRules() {
        MeridianArchitecture.check("org.meridiandx.jws");
    }

    @Test
    void shouldFollowTheRulesOfTests() {
        MeridianArchitecture.checkTests("org.meridiandx.jws");
    }
}
