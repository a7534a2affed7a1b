package org.meridiandx.dev.region;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command line of a JVM like this one, kept small.
final class JavaCommand {

    private JavaCommand() {}

    /// @param heapMegabytes largest heap
    /// @param rest what follows the flags: `-jar …` or `-cp … Main` and the arguments
    static List<String> of(int heapMegabytes, List<String> rest) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + heapMegabytes + "m");
        command.add("-XX:+UseSerialGC");
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.addAll(rest);
        return command;
    }
}
