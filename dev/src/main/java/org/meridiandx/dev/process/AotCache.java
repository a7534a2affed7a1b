package org.meridiandx.dev.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// The ahead-of-time cache of a built program, which halves the work of its start.
///
/// It fits one JDK, one set of jars and one set of flags. A stamp beside it says which; a cache without the right stamp
/// is not used, and the JVM itself passes over one that it cannot read.
///
/// @param application the folder with `quarkus-run.jar`
/// @param flags what the JVM is started with
public record AotCache(Path application, List<String> flags) {

    private static final String NAME = "app.aot";

    /// Copies the list.
    public AotCache {
        flags = List.copyOf(flags);
    }

    /// The flag that uses the cache; none where there is no fitting one.
    public List<String> flag() {
        return fits() ? List.of("-XX:AOTCache=" + file()) : List.of();
    }

    /// Whether there is one for this build, this JDK and these flags.
    public boolean fits() {
        try {
            return Files.exists(file())
                    && Files.exists(stamp())
                    && Files.readString(stamp()).equals(fingerprint());
        } catch (IOException | UncheckedIOException e) {
            // The build is being replaced at this moment.
            return false;
        }
    }

    /// Says that the cache that is there was made for what is there now.
    public void stampNow() throws IOException {
        Files.writeString(stamp(), fingerprint());
    }

    private String fingerprint() throws IOException {
        try (var files = Files.walk(application)) {
            String content = files.filter(Files::isRegularFile)
                    .filter(file -> !file.equals(stamp()))
                    .sorted()
                    .map(AotCache::describe)
                    .collect(Collectors.joining("\n"));
            return Runtime.version() + " " + System.getProperty("java.home") + "\n" + String.join(" ", flags) + "\n"
                    + content + "\n";
        }
    }

    private static String describe(Path file) {
        try {
            return file + " " + Files.size(file) + " "
                    + Files.getLastModifiedTime(file).toMillis();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file() {
        return application.resolve(NAME);
    }

    private Path stamp() {
        return application.resolve(NAME + ".stamp");
    }
}
