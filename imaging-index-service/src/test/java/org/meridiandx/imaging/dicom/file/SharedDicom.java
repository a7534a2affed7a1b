package org.meridiandx.imaging.dicom.file;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Other people's sample files, which are not part of the repository.
final class SharedDicom {
    private SharedDicom() {}

    /// All files below a folder of the sample data; skips the test where the data is absent.
    static List<Path> files(String folder) {
        Path root = root().resolve(folder);
        assumeTrue(Files.isDirectory(root), "skipped: no sample data, set DX_SHARED_DATA to its folder");
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path root() {
        String named = System.getenv("DX_SHARED_DATA");
        return named != null
                ? Path.of(named)
                : Path.of(System.getProperty("meridian.root", ".."), "..", "shared", "data")
                        .normalize();
    }
}
