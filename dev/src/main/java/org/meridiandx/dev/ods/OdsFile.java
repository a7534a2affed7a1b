package org.meridiandx.dev.ods;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;

/// A file as it is published, and the layout that it has.
///
/// @param path plain, gzipped, or a zip archive whose first file counts
/// @param layout as `POST /directory/ods/{layout}` names it
record OdsFile(Path path, String layout) {
    private static final JsonFactory JSON = new JsonFactory();
    /// By a word that the name holds or that one in it begins with; the first that fits.
    private static final Map<Pattern, String> BY_NAME = byName();
    /// By a property; the first that fits, those first that only one layout has.
    private static final Map<String, String> BY_PROPERTY = byProperty();

    /// Tells what a file is by its name, or of JSON by its properties; empty where it is none that
    /// is known.
    static Optional<OdsFile> of(Path path) throws IOException {
        var name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.contains("json")) {
            return layoutOfJson(path).map(layout -> new OdsFile(path, layout));
        }
        return name.contains(".csv") || name.endsWith(".zip")
                ? BY_NAME.entrySet().stream()
                        .filter(known -> known.getKey().matcher(name).find())
                        .findFirst()
                        .map(known -> new OdsFile(path, known.getValue()))
                : Optional.empty();
    }

    boolean isJson() {
        return path.getFileName().toString().toLowerCase(Locale.ROOT).contains("json");
    }

    /// What it holds, unpacked.
    InputStream open() throws IOException {
        return open(path);
    }

    private static InputStream open(Path path) throws IOException {
        var in = new BufferedInputStream(Files.newInputStream(path));
        var name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".gz")) {
            return new GZIPInputStream(in);
        }
        if (name.endsWith(".zip")) {
            var archive = new ZipInputStream(in);
            archive.getNextEntry();
            return archive;
        }
        return in;
    }

    /// Reads the properties of the first few elements.
    private static Optional<String> layoutOfJson(Path path) throws IOException {
        var found = new HashSet<String>();
        try (var json = JSON.createParser(open(path))) {
            readNames(json, found);
        }
        return BY_PROPERTY.entrySet().stream()
                .filter(known -> found.contains(known.getKey()))
                .findFirst()
                .map(Map.Entry::getValue);
    }

    private static void readNames(JsonParser json, Set<String> found) throws IOException {
        for (var token = json.nextToken(); token != null && found.size() < 100; token = json.nextToken()) {
            if (token == JsonToken.FIELD_NAME && !found.add(json.currentName()) && found.size() > 20) {
                return;
            }
        }
    }

    private static Map<Pattern, String> byName() {
        var names = new LinkedHashMap<Pattern, String>();
        names.put(word("epraccur"), "epraccur");
        names.put(word("gp_practices"), "epraccur");
        names.put(word("egpcur"), "egpcur");
        names.put(word("succ"), "succ");
        names.put(word("etrust"), "etrust");
        names.put(word("ets"), "etrust");
        return names;
    }

    private static Pattern word(String beginning) {
        return Pattern.compile("(?<![a-z])" + beginning);
    }

    private static Map<String, String> byProperty() {
        var properties = new LinkedHashMap<String, String>();
        properties.put("ParentODSCode", "hospital-sites");
        properties.put("trust_name", "trusts");
        properties.put("ODS ICB Code", "icb-authorities");
        properties.put("NHS_ENGLAND_REGION_CODE", "regions");
        properties.put("isOpen12_7", "cdcs");
        properties.put("health_board", "health-boards");
        // Others have it beside their own.
        properties.put("gss_code", "icbs");
        return properties;
    }
}
