package org.meridiandx.fhir;

import org.junit.jupiter.api.Test;
import org.meridiandx.testkit.arch.Exemption;
import org.meridiandx.testkit.arch.HouseRule;
import org.meridiandx.testkit.arch.MeridianArchitecture;

class ArchitectureTest {

    @Test
    void shouldFollowTheHouseRules() {
        MeridianArchitecture.check(
                "org.meridiandx.fhir",
                new Exemption(HouseRule.SHORT_SOURCES, "ParseFaults", "HAPI's interface has that many parameters"));
    }

    @Test
    void shouldFollowTheRulesOfTests() {
        MeridianArchitecture.checkTests("org.meridiandx.fhir");
    }
}
