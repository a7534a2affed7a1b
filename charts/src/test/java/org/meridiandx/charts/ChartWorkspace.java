package org.meridiandx.charts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// A copy of the charts under `target`, with their dependencies built from the sibling folders. Helm writes archives
/// next to what it resolves, so it never works on the sources.
final class ChartWorkspace {
    static final String LIBRARY = "service-base";
    static final String REGION = "diagnostics-region";
    static final List<String> SERVICES =
            List.of("identity-service", "order-service", "result-service", "imaging-index-service");
    /// The version rendered for; without a cluster to ask, Helm assumes a very old one.
    static final String KUBERNETES = "1.33.0";

    static final YAMLMapper YAML = new YAMLMapper();

    private final Path directory;

    private ChartWorkspace(Path directory) {
        this.directory = directory;
    }

    static ChartWorkspace shared() {
        return Shared.WORKSPACE;
    }

    /// The root of the repository.
    static Path root() {
        var root = System.getProperty("meridian.root");
        return root == null ? Path.of("..").toAbsolutePath().normalize() : Path.of(root);
    }

    /// The folder of a chart's sources.
    static Path source(String chart) {
        return root().resolve("charts").resolve(chart);
    }

    static List<String> installable() {
        var charts = new ArrayList<>(SERVICES);
        charts.add(REGION);
        return charts;
    }

    static List<String> all() {
        var charts = new ArrayList<>(installable());
        charts.addFirst(LIBRARY);
        return charts;
    }

    Helm helm(String chart) {
        return new Helm(directory.resolve(chart));
    }

    /// The objects that a chart renders as release `region` in namespace `meridian`, with values files and single
    /// values on top of the chart's defaults.
    List<Manifest> render(String chart, List<Path> valuesFiles, Map<String, ?> values) {
        var command = helm(chart)
                .template()
                .withName("region")
                .withNamespace("meridian")
                .withKubeVersion(KUBERNETES);
        for (var file : valuesFiles) {
            command = command.withValuesFile(file);
        }
        for (var value : values.entrySet()) {
            command = command.set(value.getKey(), value.getValue());
        }
        return parse(command.call());
    }

    List<Manifest> render(String chart) {
        return render(chart, List.of(), Map.of());
    }

    static JsonNode readYaml(Path file) {
        try {
            return YAML.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Manifest> parse(String yaml) {
        var manifests = new ArrayList<Manifest>();
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
            while (documents.hasNext()) {
                var document = documents.next();
                if (document != null && document.isObject() && !document.isEmpty()) {
                    manifests.add(new Manifest(document));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return manifests;
    }

    private static ChartWorkspace build() {
        try {
            var directory = root().resolve("charts/target/workspace");
            delete(directory);
            for (var chart : all()) {
                copy(source(chart), directory.resolve(chart));
            }
            var workspace = new ChartWorkspace(directory);
            for (var chart : installable()) {
                workspace.helm(chart).dependency().update().skipRefresh().call();
            }
            return workspace;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (var paths = Files.walk(directory)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (folder.equals(from.resolve("charts"))) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(to.resolve(from.relativize(folder).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /// Built when a test first renders: reading values and schemas needs no Helm.
    private static final class Shared {
        private static final ChartWorkspace WORKSPACE = build();
    }
}
