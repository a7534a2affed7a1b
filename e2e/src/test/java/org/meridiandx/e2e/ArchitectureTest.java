package org.meridiandx.e2e;

import org.junit.jupiter.api.Test;
import org.meridiandx.testkit.arch.MeridianArchitecture;

class ArchitectureTest {

    @Test
    void shouldFollowTheRulesOfTests() {
        MeridianArchitecture.checkTests("org.meridiandx.e2e");
    }
}
