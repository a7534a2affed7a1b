package org.meridiandx.bench.trials;

import java.nio.file.Path;
import java.util.List;

/// A build of the service that is measured.
///
/// @param label for people; empty where there is only one
/// @param root the checkout that it was built in
/// @param flags of its JVM
public record ServiceVersion(String label, Path root, List<String> flags) {
    public ServiceVersion {
        flags = List.copyOf(flags);
    }
}
