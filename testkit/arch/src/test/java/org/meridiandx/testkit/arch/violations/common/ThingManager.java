package org.meridiandx.testkit.arch.violations.common;

/// A deliberate sample for `HouseRulesTest`, never run: breaks PACKAGES_ARE_THINGS,
/// CLASSES_ARE_THINGS and NO_STANDARD_STREAMS.
public class ThingManager {
    void shout() {
        System.out.println("loud");
    }
}
