package org.meridiandx.imaging.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Keeps files below one directory: `incoming/` for uploads, `files/ab/cd/` for what stays.
///
/// Both are on one file system, so that a move is one atomic step. Several processes may share the directory.
@ApplicationScoped
class LocalStorage implements InstanceStorage {
    private final Path incoming;
    private final Path files;

    LocalStorage(@ConfigProperty(name = "meridian.store.directory") Path directory) {
        this.incoming = directory.resolve("incoming");
        this.files = directory.resolve("files");
    }

    @Override
    public Upload begin() throws IOException {
        Files.createDirectories(incoming);
        return new LocalUpload(incoming, this::placeOf);
    }

    @Override
    public SeekableByteChannel open(StorageKey key) throws IOException {
        return FileChannel.open(placeOf(key), StandardOpenOption.READ);
    }

    @Override
    public List<PendingUpload> pendingSince(Instant time) throws IOException {
        if (!Files.isDirectory(incoming)) {
            return List.of();
        }
        var pending = new ArrayList<PendingUpload>();
        try (var uploads = Files.newDirectoryStream(incoming)) {
            for (var upload : uploads) {
                if (lastTouched(upload).isBefore(time)) {
                    pending.add(new PendingUpload(upload.getFileName().toString(), LocalUpload.journalOf(upload)));
                }
            }
        }
        return pending;
    }

    @Override
    public void settle(PendingUpload pending, Set<StorageKey> indexed) throws IOException {
        var orphans = new HashSet<>(pending.kept());
        orphans.removeAll(indexed);
        for (var orphan : orphans) {
            Files.deleteIfExists(placeOf(orphan));
        }
        LocalUpload.remove(incoming.resolve(pending.id()));
    }

    private Path placeOf(StorageKey key) {
        var name = key.value();
        return files.resolve(name.substring(0, 2)).resolve(name.substring(2, 4)).resolve(name + ".dcm");
    }

    /// A directory's own time tells when a file came or went; a file's time tells of a long upload
    /// in progress.
    private static Instant lastTouched(Path upload) throws IOException {
        try (var parts = Files.list(upload)) {
            var latest = Files.getLastModifiedTime(upload).toInstant();
            for (var part : parts.toList()) {
                var time = Files.getLastModifiedTime(part).toInstant();
                latest = time.isAfter(latest) ? time : latest;
            }
            return latest;
        } catch (NoSuchFileException endedMeanwhile) {
            return Instant.MAX;
        }
    }
}
