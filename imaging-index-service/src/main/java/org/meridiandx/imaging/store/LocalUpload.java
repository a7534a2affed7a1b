package org.meridiandx.imaging.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/// One request's directory below `incoming/`: a file per part and, once files are to stay, the
/// journal of their keys.
final class LocalUpload implements Upload {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final String JOURNAL = "journal";
    private static final int KEY_LENGTH = 32;
    private final Path directory;
    private final Function<StorageKey, Path> places;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final Set<StorageKey> kept = new HashSet<>();

    LocalUpload(Path incoming, Function<StorageKey, Path> places) throws IOException {
        this.directory =
                Files.createDirectory(incoming.resolve(UUID.randomUUID().toString()));
        this.places = places;
    }

    @Override
    public ReceivedFile receive(InputStream content) throws IOException {
        var key = StorageKey.random();
        var target = directory.resolve(key.value());
        var digest = sha256();
        var bytes = 0L;
        try (var out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (var read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                out.write(buffer, 0, read);
                digest.update(buffer, 0, read);
                bytes += read;
            }
        }
        return new ReceivedFile(key, target, bytes, digest.digest());
    }

    @Override
    public void drop(ReceivedFile file) throws IOException {
        Files.deleteIfExists(file.content());
    }

    @Override
    public void keep(Collection<ReceivedFile> received) throws IOException {
        if (received.isEmpty()) {
            return;
        }
        for (var file : received) {
            force(file.content(), StandardOpenOption.WRITE);
        }
        writeJournal(received);
        var changed = new LinkedHashSet<Path>();
        for (var file : received) {
            var place = places.apply(file.key());
            createDirectories(parentOf(place), changed);
            kept.add(file.key());
            Files.move(file.content(), place, StandardCopyOption.ATOMIC_MOVE);
            changed.add(parentOf(place));
        }
        for (var folder : changed) {
            force(folder, StandardOpenOption.READ);
        }
    }

    @Override
    public void settle(Set<StorageKey> indexed) throws IOException {
        for (var key : kept) {
            if (!indexed.contains(key)) {
                Files.deleteIfExists(places.apply(key));
            }
        }
        remove(directory);
    }

    @Override
    public void discard() throws IOException {
        settle(Set.of());
    }

    static Set<StorageKey> journalOf(Path directory) throws IOException {
        try {
            return Files.readAllLines(directory.resolve(JOURNAL), StandardCharsets.US_ASCII).stream()
                    .filter(line -> line.length() == KEY_LENGTH) // a torn line was never acted on
                    .map(StorageKey::new)
                    .collect(Collectors.toSet());
        } catch (NoSuchFileException nothingKept) {
            return Set.of();
        }
    }

    /// The journal goes last: while it is there, the sweep can tell what was kept.
    static void remove(Path directory) throws IOException {
        List<Path> parts;
        try (var found = Files.list(directory)) {
            parts = new ArrayList<>(found.toList());
        } catch (NoSuchFileException gone) {
            return;
        }
        parts.removeIf(part -> part.endsWith(JOURNAL));
        for (var part : parts) {
            Files.deleteIfExists(part);
        }
        Files.deleteIfExists(directory.resolve(JOURNAL));
        Files.deleteIfExists(directory);
    }

    private void writeJournal(Collection<ReceivedFile> received) throws IOException {
        var lines = received.stream().map(file -> file.key().value()).collect(Collectors.joining("\n", "", "\n"));
        try (var out =
                FileChannel.open(directory.resolve(JOURNAL), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var content = ByteBuffer.wrap(lines.getBytes(StandardCharsets.US_ASCII));
            while (content.hasRemaining()) {
                out.write(content);
            }
            out.force(true);
        }
        force(directory, StandardOpenOption.READ);
        force(parentOf(directory), StandardOpenOption.READ);
    }

    private static void createDirectories(Path folder, Set<Path> changed) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            changed.add(parentOf(parentOf(folder)));
            changed.add(parentOf(folder));
        }
    }

    private static Path parentOf(Path path) throws IOException {
        var parent = path.getParent();
        if (parent == null) {
            throw new IOException("the store has no directory");
        }
        return parent;
    }

    private static void force(Path path, StandardOpenOption option) throws IOException {
        try (var channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
