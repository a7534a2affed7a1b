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

    /// Takes the directory for one region.
    ///
    /// @return keeps other regions out until it is closed
    /// @throws RegionException when it cannot be used, with the reason
    RegionLock take() {
        try {
            if (Files.exists(path) && !isEmpty() && !Files.exists(path.resolve(MARK))) {
                throw new RegionException(path + " holds something else. Choose an empty directory with --data.");
            }
            Files.createDirectories(path);
            if (!Files.exists(path.resolve(MARK))) {
                Files.writeString(
                        path.resolve(MARK), "Data of a local Meridian region. Delete it with: ./dx up --fresh\n");
            }
            return RegionLock.ofData(path.resolve(MARK));
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /// Whether no region holds it at the moment.
    boolean isFree() {
        Path mark = path.resolve(MARK);
        if (!Files.exists(mark)) {
            return true;
        }
        try (var lock = RegionLock.ofData(mark)) {
            return true;
        } catch (IOException | RegionException e) {
            return false;
        }
    }

    /// Makes it ready for use, once nothing works on it any more.
    ///
    /// @param fresh whether what is kept in it is deleted first
    /// @throws RegionException when it cannot be used, with the reason
    void prepare(boolean fresh) {
        try {
            if (fresh) {
                deleteAll();
            }
            Files.createDirectories(path.resolve("logs"));
            requireSpace(Files.getFileStore(path).getUsableSpace());
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private RegionException unwritable(IOException cause) {
        return new RegionException(path + " cannot be written to (" + cause.getMessage() + ").", cause);
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
        try (var files = Files.walk(path)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(path) && !file.equals(path.resolve(MARK))) {
                    Files.delete(file);
                }
            }
        }
    }
}
