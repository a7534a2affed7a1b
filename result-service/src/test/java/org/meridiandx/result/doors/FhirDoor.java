package org.meridiandx.result.doors;

import org.meridiandx.fhir.FhirJson;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.reports.ResultType;
import org.meridiandx.result.resources.ResourceTree;

/// A FHIR resource as it is posted, up to the tree that is stored. A target for Jazzer.
public final class FhirDoor {
    private FhirDoor() {}

    /// @throws RuntimeException or an AssertionError for what is a fault of ours
    public static void fuzzerTestOneInput(byte[] bytes) {
        takes(bytes);
    }

    /// @return whether it is let in, as one of the types
    static boolean takes(byte[] bytes) {
        try {
            FhirJson.scan(bytes);
            var tree = ResourceTree.parse(bytes);
            var isTaken = false;
            for (var type : ResultType.values()) {
                if (type.faults(bytes).isEmpty()) {
                    Sound.require(type, tree);
                    isTaken = true;
                }
            }
            return isTaken;
        } catch (ProblemException refused) {
            return false;
        }
    }
}
