package org.meridiandx.testkit.region;

import java.util.List;

/// The names of one region's topics.
public record Topics(
        String region,
        String orders,
        String results,
        String imaging,
        String identity,
        String audit,
        String auditHeads,
        String pointers,
        String deadLetters) {

    /// Returns the topics of a region.
    public static Topics of(String region) {
        return new Topics(
                region,
                region + ".orders.v1",
                region + ".results.v1",
                region + ".imaging.v1",
                region + ".identity.v1",
                region + ".audit.v1",
                region + ".audit-heads.v1",
                region + ".pointers.v1",
                region + ".dead-letters.v1");
    }

    /// All of them.
    public List<String> all() {
        return List.of(orders, results, imaging, identity, audit, auditHeads, pointers, deadLetters);
    }
}
