package org.meridiandx.testkit.arch.violations.common;

public class ThingManager {
    void shout() {
        System.out.println("loud");
    }
}
