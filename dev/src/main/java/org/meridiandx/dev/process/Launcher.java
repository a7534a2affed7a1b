package org.meridiandx.dev.process;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.jar.JarFile;

/// Runs a jar's program and ends it in an orderly way when the process that started it is gone.
///
/// Nobody ever writes to the standard input of such a process; its end says that the other side died, even by
/// `kill -9`. Uses nothing but the JDK: it stands on the class path of the program.
public final class Launcher {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private Launcher() {}

    /// @param arguments the jar, then the arguments of its program
    public static void main(String... arguments) throws Throwable {
        Thread.ofPlatform().daemon().name("supervisor-watch").start(Launcher::endWithSupervisor);
        String main;
        try (var jar = new JarFile(Path.of(arguments[0]).toFile())) {
            main = jar.getManifest().getMainAttributes().getValue("Main-Class");
        }
        try {
            Class.forName(main).getMethod("main", String[].class).invoke(null, (Object)
                    Arrays.copyOfRange(arguments, 1, arguments.length));
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static void endWithSupervisor() {
        try {
            while (System.in.read() >= 0) {
                // Only the end of this channel means something.
            }
        } catch (IOException e) {
            // A broken channel means the same as a closed one.
        }
        Thread.ofPlatform().daemon().name("supervisor-gone").start(Launcher::haltLater);
        System.exit(0);
    }

    /// For a program whose orderly end hangs.
    private static void haltLater() {
        try {
            Thread.sleep(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(1);
    }
}
