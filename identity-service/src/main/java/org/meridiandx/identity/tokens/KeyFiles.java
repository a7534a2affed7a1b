package org.meridiandx.identity.tokens;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The key files of the region: one PEM file, or all `*.pem` of a directory.
///
/// A name that ends in a time, `north-20260901T000000Z.pem`, says from when on the key signs; a
/// name without one means from the beginning.
final class KeyFiles {
    private static final Pattern TIMED = Pattern.compile("(?:.*[^0-9])?(\\d{8}T\\d{6}Z)\\.pem");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'");

    private KeyFiles() {}

    /// @param from when the key begins to sign
    record Dated(SigningKey key, Instant from) {}

    /// @throws IllegalStateException naming the file that is wrong
    static List<Dated> read(Path place) {
        if (!Files.isDirectory(place)) {
            return List.of(new Dated(SigningKey.read(place), Instant.EPOCH));
        }
        var keys = new ArrayList<Dated>();
        try (var files = Files.list(place)) {
            files.filter(file -> file.getFileName().toString().endsWith(".pem"))
                    .sorted()
                    .forEach(file -> keys.add(new Dated(
                            SigningKey.read(file), from(file.getFileName().toString()))));
        } catch (IOException unreadable) {
            throw new IllegalStateException("meridian.signing-key-file cannot be read: " + place, unreadable);
        }
        if (keys.isEmpty()) {
            throw new IllegalStateException("meridian.signing-key-file is a directory without *.pem: " + place);
        }
        return keys;
    }

    static Instant from(String fileName) {
        var timed = TIMED.matcher(fileName);
        if (!timed.matches()) {
            return Instant.EPOCH;
        }
        try {
            return LocalDateTime.parse(timed.group(1), TIME).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException noTime) {
            throw new IllegalStateException(
                    "The name of key file " + fileName + " holds no time of the calendar.", noTime);
        }
    }
}
