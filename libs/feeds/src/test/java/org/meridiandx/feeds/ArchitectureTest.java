package org.meridiandx.feeds;

import org.junit.jupiter.api.Test;
import org.meridiandx.testkit.arch.MeridianArchitecture;

class ArchitectureTest {

    @Test
    void shouldFollowTheHouseRules() {
        MeridianArchitecture.check("org.meridiandx.feeds");
    }

    @Test
    void shouldFollowTheRulesOfTests() {
        MeridianArchitecture.checkTests("org.meridiandx.feeds");
    }
}
