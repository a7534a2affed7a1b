package org.meridiandx.dev.persona;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The keys that the local region signs its tokens with, one PKCS#8 PEM file each. The time at the
/// end of a name says from when the key signs; the first one's name has none.
///
/// identity-service reads the directory again every half minute (`meridian.signing-key-file`).
///
/// @param directory what holds these files and nothing else
public record IssuerKeys(Path directory) {
    private static final String FIRST = "issuer.pem";
    private static final Pattern NAME = Pattern.compile("issuer(-\\d{8}T\\d{6}Z)?\\.pem");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /// Makes the first key when there is none.
    ///
    /// @param before where a region of an earlier release keeps its only key: it becomes the first,
    /// and stays there too, because such a region may be up
    void keep(Path before) throws IOException {
        Files.createDirectories(directory);
        if (!files().isEmpty()) {
            return;
        }
        if (Files.exists(before)) {
            Files.copy(before, directory.resolve(FIRST), StandardCopyOption.COPY_ATTRIBUTES);
        } else {
            IssuerKey.wished().keptIn(directory.resolve(FIRST));
        }
    }

    /// Makes the next key.
    ///
    /// @param kind RSA or EC
    /// @param from when it begins to sign, to the second
    /// @return its file
    public Path add(IssuerKey kind, Instant from) {
        Path file = directory.resolve("issuer-" + TIME.format(from) + ".pem");
        try {
            return kind.keptIn(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write to " + file, e);
        }
    }

    /// When a key begins to sign, as its name says it; empty for the first.
    public static Optional<Instant> from(Path file) {
        String name = file.getFileName().toString();
        return name.equals(FIRST)
                ? Optional.empty()
                : Optional.of(Instant.from(TIME.parse(name.substring("issuer-".length(), name.indexOf(".pem")))));
    }

    /// The files, oldest first.
    public List<Path> files() {
        try (var found = Files.list(directory)) {
            return found.filter(
                            file -> NAME.matcher(file.getFileName().toString()).matches())
                    .sorted(Comparator.comparing(IssuerKeys::timed))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read " + directory, e);
        }
    }

    private static String timed(Path file) {
        String name = file.getFileName().toString();
        return name.equals(FIRST) ? "" : name;
    }
}
