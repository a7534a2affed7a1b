package org.meridiandx.hl7v2;

import org.junit.jupiter.api.Test;
import org.meridiandx.testkit.arch.Exemption;
import org.meridiandx.testkit.arch.HouseRule;
import org.meridiandx.testkit.arch.MeridianArchitecture;

class ArchitectureTest {

    @Test
    void shouldFollowTheHouseRules() {
        MeridianArchitecture.check(
                "org.meridiandx.hl7v2",
                new Exemption(
                        HouseRule.NO_AWAIT_OR_SUBSCRIBE,
                        "MllpConnection",
                        "a socket's callback has nobody to return a Uni to"));
    }

    @Test
    void shouldFollowTheRulesOfTests() {
        MeridianArchitecture.checkTests("org.meridiandx.hl7v2");
    }
}
