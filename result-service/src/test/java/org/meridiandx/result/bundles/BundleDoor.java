package org.meridiandx.result.bundles;

import org.meridiandx.fhir.FhirJson;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.resources.References;
import org.meridiandx.result.resources.ResourceTree;

/// A Bundle as it is posted, up to its checked entries. A target for Jazzer.
public final class BundleDoor {
    private BundleDoor() {}

    /// @throws RuntimeException for what is a fault of ours
    public static void fuzzerTestOneInput(byte[] bytes) {
        takes(bytes);
    }

    /// @return whether it is read, at one of the two addresses
    public static boolean takes(byte[] bytes) {
        return takes(bytes, true) | takes(bytes, false);
    }

    private static boolean takes(byte[] bytes, boolean isMessage) {
        try {
            FhirJson.scan(bytes);
            var bundle = ResourceTree.parse(bytes);
            var read = BundleService.read(
                    new BundleService.Request(bundle, BundleReader.kind(bundle, isMessage), "key", true));
            read.entries()
                    .forEach(entry -> References.in(entry.json()).forEach(reference -> References.literal(reference)));
            return true;
        } catch (ProblemException refused) {
            return false;
        }
    }
}
