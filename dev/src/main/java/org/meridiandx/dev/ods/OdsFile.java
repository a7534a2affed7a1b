package org.meridiandx.dev.ods;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;

/// A file as it is published, and the layout that it has.
///
/// @param path plain, gzipped, or a zip archive whose first file counts
/// @param layout as `POST /directory/ods/{layout}` names it
record OdsFile(Path path, String layout) {
    private static final JsonFactory JSON = new JsonFactory();
    /// By what the name holds; the first that fits.
    private static final Map<String, String> BY_NAME = byName();
    /// By a property that only this layout has.
    private static final Map<String, String> BY_PROPERTY = Map.of(
            "ParentODSCode", "hospital-sites",
            "trust_name", "trusts",
            "ODS ICB Code", "icb-authorities",
            "NHS_ENGLAND_REGION_CODE", "regions",
            "health_board", "health-boards",
            "gss_code", "icbs",
            "isOpen12_7", "cdcs");

    /// Tells what a file is by its name, or of JSON by its properties; empty where it is none that
    /// is known.
    static Optional<OdsFile> of(Path path) throws IOException {
        var name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.contains("json")) {
            return layoutOfJson(path).map(layout -> new OdsFile(path, layout));
        }
        return name.contains(".csv") || name.endsWith(".zip")
                ? BY_NAME.entrySet().stream()
                        .filter(known -> name.contains(known.getKey()))
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

    /// Reads the properties of the first few elements: `name` and `gss_code` are in several
    /// layouts, so that the
    /// rarer ones decide.
    private static Optional<String> layoutOfJson(Path path) throws IOException {
        var found = new java.util.HashSet<String>();
        try (var json = JSON.createParser(open(path))) {
            readNames(json, found);
        }
        if (found.contains("health_board")) {
            found.remove("gss_code");
        }
        return found.stream()
                .filter(BY_PROPERTY::containsKey)
                .map(BY_PROPERTY::get)
                .findFirst();
    }

    private static void readNames(JsonParser json, java.util.Set<String> found) throws IOException {
        for (var token = json.nextToken(); token != null && found.size() < 100; token = json.nextToken()) {
            if (token == JsonToken.FIELD_NAME && !found.add(json.currentName()) && found.size() > 20) {
                return;
            }
        }
    }

    private static Map<String, String> byName() {
        var names = new LinkedHashMap<String, String>();
        names.put("epraccur", "epraccur");
        names.put("gp_practices", "epraccur");
        names.put("egpcur", "egpcur");
        names.put("succ", "succ");
        names.put("etrust", "etrust");
        names.put("ets", "etrust");
        return names;
    }
}
