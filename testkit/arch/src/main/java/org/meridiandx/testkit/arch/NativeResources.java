package org.meridiandx.testkit.arch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;

/// A service's list of resources for its native image replaces those of its libraries: it must repeat them.
final class NativeResources {
    private static final String KEY = "quarkus.native.resources.includes";
    private static final String OF_SERVICE = "application.properties";
    private static final String OF_LIBRARY = "META-INF/microprofile-config.properties";

    private NativeResources() {}

    static List<Violation> violations(ClassLoader classes) {
        var wanted = named(classes, OF_LIBRARY);
        var named = named(classes, OF_SERVICE);
        if (named.isEmpty()) {
            return List.of();
        }
        wanted.removeAll(named);
        return wanted.stream()
                .map(pattern -> new Violation(
                        HouseRule.NATIVE_RESOURCES,
                        OF_SERVICE + ": " + KEY + " leaves out " + pattern + " of a library"))
                .toList();
    }

    private static List<String> named(ClassLoader classes, String file) {
        var named = new ArrayList<String>();
        try {
            for (var address : Collections.list(classes.getResources(file))) {
                try (var content = address.openStream()) {
                    named.addAll(namedIn(content));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read " + file, e);
        }
        return named;
    }

    private static List<String> namedIn(InputStream content) throws IOException {
        var settings = new Properties();
        settings.load(content);
        return settings.containsKey(KEY) ? List.of(settings.getProperty(KEY).split(",")) : List.of();
    }
}
