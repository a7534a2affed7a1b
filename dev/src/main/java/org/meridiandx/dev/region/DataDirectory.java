package org.meridiandx.dev.region;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// The directory that a region keeps its data in.
///
/// It carries a mark, so that neither `--fresh` nor a first start ever touches a directory that holds something else.
record DataDirectory(Path path) {

    private static final long NEEDED_BYTES = 1L << 30;
    private static final String MARK = "meridian-data";

    /// Makes the directory ready for use.
    ///
    /// @param fresh whether what is kept in it is deleted first
    /// @throws RegionException when it cannot be used, with the reason
    void prepare(boolean fresh) {
        try {
            if (Files.exists(path) && !isEmpty() && !Files.exists(path.resolve(MARK))) {
                throw new RegionException(path + " holds something else. Choose an empty directory with --data.");
            }
            if (fresh) {
                deleteAll();
            }
            Files.createDirectories(path.resolve("logs"));
            Files.writeString(path.resolve(MARK), "Data of a local Meridian region. Delete it with: ./dx up --fresh\n");
            requireSpace(Files.getFileStore(path).getUsableSpace());
        } catch (IOException e) {
            throw new RegionException(path + " cannot be written to (" + e.getMessage() + ").", e);
        }
    }

    void requireSpace(long usableBytes) {
        if (usableBytes < NEEDED_BYTES) {
            throw new RegionException("Only " + usableBytes / (1 << 20) + " MiB are free where " + path
                    + " is; a region needs 1024. Free some, or choose another disk with --data.");
        }
    }

    private boolean isEmpty() throws IOException {
        try (var files = Files.list(path)) {
            return files.findAny().isEmpty();
        }
    }

    private void deleteAll() throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (var files = Files.walk(path)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
