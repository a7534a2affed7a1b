package org.meridiandx.testkit.shared;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/// Locates the sample input that stands beside the repository (`../shared/data`, or `DX_SHARED_DATA`).
///
/// Its `MANIFEST.md` says what each file is. A test that asks for it where it is absent is skipped,
/// with a message that says how to provide it.
public final class SharedData {

    private SharedData() {}

    /// Returns the folder, or skips the running test when there is none.
    public static Path require() {
        Path folder = location();
        Assumptions.assumeTrue(
                Files.isDirectory(folder),
                () -> "Skipped: no shared sample data at " + folder + " (set DX_SHARED_DATA to the folder)");
        return folder;
    }

    /// Returns a folder inside it, e.g. `hl7v2`, or skips the running test.
    public static Path require(String folder) {
        return require().resolve(folder);
    }

    /// Returns all files below a folder whose names match a glob such as `*.hl7`, in a stable order, or skips.
    public static List<Path> files(String folder, String glob) {
        var matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
        try (var files = Files.walk(require(folder))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> matcher.matches(file.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not list " + folder, e);
        }
    }

    /// Returns where the folder is expected, whether or not it exists.
    public static Path location() {
        String configured = System.getenv("DX_SHARED_DATA");
        return configured == null || configured.isBlank()
                ? RepositoryRoot.find().resolve("../shared/data").normalize()
                : Path.of(configured);
    }
}
