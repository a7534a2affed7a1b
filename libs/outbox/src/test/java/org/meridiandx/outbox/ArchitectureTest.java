package org.meridiandx.outbox;

import org.junit.jupiter.api.Test;
import org.meridiandx.testkit.arch.Exemption;
import org.meridiandx.testkit.arch.HouseRule;
import org.meridiandx.testkit.arch.MeridianArchitecture;

class ArchitectureTest {

    @Test
    void shouldFollowTheHouseRules() {
        MeridianArchitecture.check(
                "org.meridiandx.outbox",
                new Exemption(HouseRule.NO_STANDARD_STREAMS, "DeadLetterCommand", "a program for a terminal"));
    }

    @Test
    void shouldFollowTheRulesOfTests() {
        MeridianArchitecture.checkTests("org.meridiandx.outbox");
    }
}
