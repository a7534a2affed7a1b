package org.meridiandx.dev.process;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command line of a JVM like this one, kept small.
public final class JavaCommand {

    private JavaCommand() {}

    /// @param mark tells whose process it is
    /// @param heapMegabytes largest heap
    /// @param rest what follows the flags: `-cp … Main` and the arguments
    public static List<String> of(Mark mark, int heapMegabytes, List<String> rest) {
        var command = new ArrayList<String>();
        command.add(program());
        command.add(mark.argument());
        command.addAll(flags(heapMegabytes));
        command.addAll(rest);
        return command;
    }

    /// The flags that every such JVM has.
    ///
    /// @param heapMegabytes largest heap
    public static List<String> flags(int heapMegabytes) {
        return List.of(
                "-Xmx" + heapMegabytes + "m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                // What the manifest of a service's jar opens; it counts with `-jar` only.
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED");
    }

    /// The arguments that run a jar's program under the [Launcher].
    public static List<String> launched(Path jar) {
        return List.of("-cp", jar + File.pathSeparator + launcher(), Launcher.class.getName(), jar.toString());
    }

    /// The `java` that runs this.
    public static String program() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static Path launcher() {
        try {
            return Path.of(Launcher.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The launcher is nowhere", e);
        }
    }
}
