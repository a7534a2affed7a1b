import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.jar.JarFile;

/// Lists the classes of some packages of some jars as reachability metadata for a native image.
///
/// HAPI makes its model objects by reflection on constructors and fields. The list has thousands of entries and changes
/// with each release, so it is read from the jars in every build and never written by hand. Methods are left out (they
/// would drag half of the library in), but for the few classes that HAPI calls by name.
///
/// Usage: `java ReflectionMetadata.java OUTPUT [--methods CLASS]... [--package PREFIX]... JAR...`
public class ReflectionMetadata {
    public static void main(String[] arguments) throws IOException {
        var output = Path.of(arguments[0]);
        var packages = new ArrayList<String>();
        var withMethods = new ArrayList<String>();
        var jars = new ArrayList<Path>();
        for (var i = 1; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--package" -> packages.add(arguments[++i].replace('.', '/') + "/");
                case "--methods" -> withMethods.add(arguments[++i]);
                default -> jars.add(Path.of(arguments[i]));
            }
        }
        var classes = new TreeSet<String>();
        jars.forEach(jar -> classes.addAll(classesOf(jar, packages)));
        if (classes.isEmpty() || !classes.containsAll(withMethods)) {
            throw new IllegalStateException("the jars do not hold what was asked for: " + packages + " " + withMethods);
        }
        Files.createDirectories(output.getParent());
        Files.writeString(output, json(classes, withMethods));
    }

    private static List<String> classesOf(Path jar, List<String> packages) {
        try (var file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class") && packages.stream().anyMatch(name::startsWith))
                    .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    .filter(name -> !name.endsWith("package-info"))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String json(TreeSet<String> classes, List<String> withMethods) {
        var json = new StringBuilder("{\"reflection\":[");
        for (var name : classes) {
            json.append(json.charAt(json.length() - 1) == '[' ? "\n" : ",\n")
                    .append("{\"type\":\"")
                    .append(name)
                    .append("\",\"allDeclaredConstructors\":true,\"allDeclaredFields\":true")
                    .append(withMethods.contains(name) ? ",\"allPublicMethods\":true}" : "}");
        }
        return json.append("\n]}\n").toString();
    }
}
