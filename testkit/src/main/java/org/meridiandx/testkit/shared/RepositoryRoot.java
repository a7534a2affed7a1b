package org.meridiandx.testkit.shared;

import java.nio.file.Files;
import java.nio.file.Path;

/// Finds the folder that holds the whole repository, from a build or from an IDE.
public final class RepositoryRoot {

    private RepositoryRoot() {}

    /// Returns the value of `meridian.root`, which the build sets, or the nearest parent of the
    /// working directory that holds the Maven wrapper.
    public static Path find() {
        String configured = System.getProperty("meridian.root");
        if (configured != null) {
            return Path.of(configured);
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.exists(at.resolve("mvnw"))) {
                return at;
            }
        }
        throw new IllegalStateException("Not inside the repository: set -Dmeridian.root");
    }
}
