package org.meridiandx.dev.region;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.meridiandx.testkit.shared.RepositoryRoot;

/// A folder that looks like the built repository, with fake services and the real broker and route table.
final class FakeRoot {

    private FakeRoot() {}

    static Path make(Path folder) throws IOException {
        Path real = RepositoryRoot.find();
        Files.createDirectories(folder.resolve("testkit/broker/target"));
        Files.createSymbolicLink(KafkaPart.libraries(folder), KafkaPart.libraries(real));
        Files.createSymbolicLink(folder.resolve("charts"), real.resolve("charts"));
        Files.createDirectories(folder.resolve("dev"));
        Files.createSymbolicLink(folder.resolve("dev/aot"), real.resolve("dev/aot"));
        Files.createFile(folder.resolve("mvnw"));
        for (var service : Service.values()) {
            Path jar = service.runner(folder);
            Files.createDirectories(jar.getParent());
            writeJar(jar);
        }
        return folder;
    }

    private static void writeJar(Path jar) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakeService.class.getName());
        String entry = FakeService.class.getName().replace('.', '/') + ".class";
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                var bytes = FakeService.class.getClassLoader().getResourceAsStream(entry)) {
            out.putNextEntry(new ZipEntry(entry));
            bytes.transferTo(out);
        }
    }
}
