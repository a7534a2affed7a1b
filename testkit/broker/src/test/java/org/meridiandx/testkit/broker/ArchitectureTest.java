package org.meridiandx.testkit.broker;

import org.junit.jupiter.api.Test;
import org.meridiandx.testkit.arch.Exemption;
import org.meridiandx.testkit.arch.HouseRule;
import org.meridiandx.testkit.arch.MeridianArchitecture;

class ArchitectureTest {

    @Test
    void shouldFollowTheHouseRules() {
        MeridianArchitecture.check(
                "org.meridiandx.testkit.broker",
                new Exemption(
                        HouseRule.NO_STANDARD_STREAMS,
                        "KafkaBroker",
                        "a process: its streams are how its parent hears"));
    }

    @Test
    void shouldFollowTheRulesOfTests() {
        MeridianArchitecture.checkTests("org.meridiandx.testkit.broker");
    }
}
