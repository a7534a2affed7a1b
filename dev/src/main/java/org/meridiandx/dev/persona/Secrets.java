package org.meridiandx.dev.persona;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/// What is secret in a local region, made at the first start and kept with its data.
///
/// @param internalToken what services show each other on gRPC
/// @param databasePassword of every service's role
public record Secrets(String internalToken, String databasePassword) {

    /// Reads the secrets of a data directory, and makes those that are missing.
    public static Secrets keptIn(Path data) {
        return new Secrets(keep(data.resolve("internal-token.secret")), keep(data.resolve("database-password.secret")));
    }

    private static String keep(Path file) {
        try {
            if (!Files.exists(file)) {
                byte[] random = new byte[24];
                new SecureRandom().nextBytes(random);
                PrivateFiles.write(file, HexFormat.of().formatHex(random));
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not keep a secret in " + file, e);
        }
    }

    @Override
    public String toString() {
        return "Secrets[redacted]";
    }
}
